namespace Memoturn.Protocol.Memory;

/// <summary>What an ingest did with one memory.</summary>
public static class IngestStatuses
{
    /// <summary>The id was absent.</summary>
    public const string Created = "created";

    /// <summary>The id was superseded and is active again.</summary>
    public const string Revived = "revived";

    /// <summary>The id was active: nothing was written.</summary>
    public const string Duplicate = "duplicate";
}
