namespace Memoturn.Protocol;

/// <summary>Consistency levels as they are written.</summary>
public static class ConsistencyNames
{
    /// <summary>Answered from the asked node's copy.</summary>
    public const string Cached = "cached";

    /// <summary>Answered by the owner.</summary>
    public const string Primary = "primary";
}
