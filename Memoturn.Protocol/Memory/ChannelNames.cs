namespace Memoturn.Protocol.Memory;

/// <summary>Channels of recall, as they are written.</summary>
public static class ChannelNames
{
    /// <summary>Rows of the topic asked for.</summary>
    public const string Topic = "topic";

    /// <summary>Rows with the words of the query.</summary>
    public const string Keyword = "keyword";

    /// <summary>Rows near the embedding.</summary>
    public const string Vector = "vector";

    /// <summary>Turns of the transcript.</summary>
    public const string Turns = "turns";
}
