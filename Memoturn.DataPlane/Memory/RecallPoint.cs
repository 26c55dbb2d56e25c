using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Memoturn.Protocol;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Memory;

/// <summary>The past point a recall asks for: a txid, a time, or else the name of a checkpoint (http-api 0).</summary>
internal sealed partial record RecallPoint(string Text, TxId? TxId, DateTimeOffset? Time)
{
    /// <exception cref="RequestException">400: it is neither a string nor a txid.</exception>
    public static RecallPoint Parse(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Number when at.TryGetUInt64(out var txid) => new($"{txid}", new TxId(txid), null),
        JsonValueKind.String => Parse(at.GetString() ?? ""),
        _ => throw RequestException.Invalid("at: expected a checkpoint name, a txid or a time"),
    };

    /// <summary>Of all points this build keeps the head only.</summary>
    /// <exception cref="RequestException">The point is another one, or a checkpoint.</exception>
    public void RequireHead(TxId head, long committedAtUnixMs)
    {
        if (TxId > head)
        {
            throw new RequestException(ErrorCode.Conflict, $"txid {TxId} is above head {head}");
        }

        if (TxId < head || Time?.ToUnixTimeMilliseconds() < committedAtUnixMs)
        {
            throw new RequestException(
                ErrorCode.Conflict, $"no snapshot at or before {(TxId is null ? Text : $"txid {TxId}")}");
        }

        if (TxId is null && Time is null)
        {
            throw new RequestException(ErrorCode.BranchNotFound, $"branch not found: checkpoint {Text}");
        }
    }

    private static RecallPoint Parse(string text)
    {
        if (Storage.Databases.TxId.TryParse(text, null, out var txid))
        {
            return new(text, txid, null);
        }

        var time = Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var found)
                ? found
                : (DateTimeOffset?)null;
        return new(text, null, time);
    }

    /// <summary>A date, a time of day to the second or finer, and where that is.</summary>
    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
