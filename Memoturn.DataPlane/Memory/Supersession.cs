using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The rules of identity, topics and activations (http-api 16.3 and 16.6) as functions of values.</summary>
internal static class Supersession
{
    /// <summary>The state of a row that is there.</summary>
    public static MemoryState StateOf(long? supersededAt, long? expiresAt, long nowUnixMs) =>
        expiresAt <= nowUnixMs ? MemoryState.Expired
        : supersededAt is null ? MemoryState.Active
        : MemoryState.Superseded;

    /// <summary>The status an ingest answers for an id in that state.</summary>
    public static string StatusOf(MemoryState state) => state switch
    {
        MemoryState.Active => IngestStatuses.Duplicate,
        MemoryState.Superseded => IngestStatuses.Revived,
        _ => IngestStatuses.Created,
    };

    /// <summary>Whether a memory that becomes active takes its topic from the others.</summary>
    public static bool TakesTopic(string type, string? topicKey) =>
        topicKey is not null && type is (MemoryTypes.Fact or MemoryTypes.Instruction);

    /// <summary>From when <c>as_of</c> shows an activation; validity moves the first one only.</summary>
    public static long ShownFrom(bool isFirst, long? validFrom, long activeFrom) =>
        isFirst && validFrom is { } from ? from : activeFrom;

    /// <summary>Until when <c>as_of</c> shows an activation that a successor ended.</summary>
    public static long ShownTo(long? validTo, long? successorValidFrom, long supersededAt)
    {
        var end = successorValidFrom ?? supersededAt;
        return validTo < end ? validTo.Value : end;
    }

    /// <summary>The end of a life that begins now; null for ever.</summary>
    public static long? ExpiresAt(long? ttlSeconds, long nowUnixMs)
    {
        const long millisecondsPerSecond = 1000;
        return ttlSeconds is not { } seconds ? null
            : seconds > (long.MaxValue - nowUnixMs) / millisecondsPerSecond ? long.MaxValue
            : nowUnixMs + (seconds * millisecondsPerSecond);
    }
}
