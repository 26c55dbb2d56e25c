namespace Memoturn.Protocol.Changes;

/// <summary>Kinds and operations of the feed of changes.</summary>
public static class ChangeNames
{
    /// <summary>Kind of a memory.</summary>
    public const string Memory = "memory";

    /// <summary>A memory was stored for the first time.</summary>
    public const string Created = "created";

    /// <summary>A superseded memory became active again.</summary>
    public const string Revived = "revived";

    /// <summary>Another memory took the topic.</summary>
    public const string Superseded = "superseded";

    /// <summary>A memory was removed by request.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>A memory was removed past its end.</summary>
    public const string Expired = "expired";

    /// <summary>Kind of a turn of a transcript.</summary>
    public const string Turn = "turn";

    /// <summary>A turn, document or key was removed by request.</summary>
    public const string Deleted = "deleted";
}
