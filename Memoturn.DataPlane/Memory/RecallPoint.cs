using System.Globalization;
using System.Text.Json;
using Memoturn.Protocol;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>The past point a recall asks for. Of all points this build keeps the head only.</summary>
internal static class RecallPoint
{
    private const string SelectNewestChange = "SELECT at FROM __memoturn_changes ORDER BY sequence DESC LIMIT 1";

    /// <summary>Checks that the point is the head; returns the time of its commit, which expiry is judged at.</summary>
    /// <exception cref="RequestException">The point is not there, or is no point.</exception>
    public static long GetCommitTime(JsonElement at, TxId head, Connection connection, long nowUnixMs)
    {
        var committedAt = FindCommitTime(connection) ?? nowUnixMs;
        switch (Parse(at))
        {
            case TxId txid when txid > head:
                throw new RequestException(ErrorCode.Conflict, $"txid {txid} is above head {head}");
            case TxId txid when txid < head:
                throw new RequestException(ErrorCode.Conflict, $"no snapshot at or before txid {txid}");
            case DateTimeOffset time when time.ToUnixTimeMilliseconds() < committedAt:
                throw new RequestException(ErrorCode.Conflict, $"no snapshot at or before {time:O}");
            default:
                return committedAt;
        }
    }

    private static object Parse(JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.Number && at.TryGetUInt64(out var number))
        {
            return new TxId(number);
        }

        if (at.ValueKind != JsonValueKind.String)
        {
            throw RequestException.Invalid("at: expected a checkpoint name, a txid or a time");
        }

        var text = at.GetString() ?? "";
        return TxId.TryParse(text, null, out var txid)
            ? txid
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw new RequestException(ErrorCode.BranchNotFound, $"branch not found: checkpoint {text}");
    }

    private static long? FindCommitTime(Connection connection)
    {
        using var select = connection.Prepare(SelectNewestChange);
        return select.Step() ? select.GetInt64(0) : null;
    }
}
