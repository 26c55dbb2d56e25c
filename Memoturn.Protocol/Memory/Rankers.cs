namespace Memoturn.Protocol.Memory;

/// <summary>How recall orders.</summary>
public static class Rankers
{
    /// <summary>One score over every row that passes the filters.</summary>
    public const string Score = "score";

    /// <summary>Reciprocal rank fusion of the channels.</summary>
    public const string Rrf = "rrf";
}
