using Memoturn.Protocol;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Databases;

/// <summary>What a read asks for by headers.</summary>
internal static class ReadFloors
{
    /// <exception cref="RequestException">
    /// A header is not what it must be; a floor is never dropped silently.
    /// </exception>
    public static ReadFloor Of(IHeaderDictionary headers) => new(ConsistencyOf(headers), MinTxIdOf(headers));

    private static Consistency ConsistencyOf(IHeaderDictionary headers)
    {
        string? written = headers[MemoturnHeaders.Consistency];
        return written switch
        {
            null or ConsistencyNames.Cached => Consistency.Cached,
            ConsistencyNames.Primary => Consistency.Primary,
            _ => throw RequestException.Invalid(
                $"{MemoturnHeaders.Consistency}: expected {ConsistencyNames.Cached} or {ConsistencyNames.Primary}"),
        };
    }

    private static TxId? MinTxIdOf(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(MemoturnHeaders.MinTxid, out var written))
        {
            return null;
        }

        return TxId.TryParse(written, null, out var txid)
            ? txid
            : throw RequestException.Invalid($"{MemoturnHeaders.MinTxid}: expected an unsigned integer");
    }
}
