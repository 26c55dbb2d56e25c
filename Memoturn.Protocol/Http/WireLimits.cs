namespace Memoturn.Protocol;

/// <summary>Bounds of the wire that are not configurable.</summary>
public static class WireLimits
{
    /// <summary>Body bytes of a route of class 1M.</summary>
    public const int SmallBodyBytes = 1_048_576;

    /// <summary>Body bytes of a route of class 32M, unless configured.</summary>
    public const int LargeBodyBytes = 33_554_432;

    /// <summary>Bytes of one answer, streams excepted.</summary>
    public const int AnswerBytes = 67_108_864;

    /// <summary>Bytes of all request headers.</summary>
    public const int RequestHeaderBytes = 32_768;

    /// <summary>Nesting of JSON.</summary>
    public const int JsonDepth = 128;

    /// <summary>The largest <c>limit</c>, <c>k</c> and <c>last</c>; the smallest is 1.</summary>
    public const int MaxResults = 1000;

    /// <summary>Rows of a page when no limit is given.</summary>
    public const int DefaultResults = 100;

    /// <summary>
    /// Rows of the lists of databases, profiles, branches and erasures when neither limit nor cursor is given.
    /// </summary>
    public const int WholeListResults = 10_000;

    /// <summary>Memories of one recall when no <c>k</c> is given.</summary>
    public const int DefaultRecallResults = 8;

    /// <summary>Memories of one ingest.</summary>
    public const int IngestMemories = 1000;

    /// <summary>Memories reported as similar to one.</summary>
    public const int SimilarMemories = 5;

    /// <summary>Keys of the metadata of a memory.</summary>
    public const int MetadataKeys = 64;

    /// <summary>Characters of a metadata key.</summary>
    public const int MetadataKeyLength = 64;

    /// <summary>Bytes of JSON of the metadata of a memory.</summary>
    public const int MetadataBytes = 16_384;

    /// <summary>UTF-8 bytes of a topic key.</summary>
    public const int TopicKeyBytes = 1024;

    /// <summary>Characters of a session id, and of a source.</summary>
    public const int SessionIdLength = 256;

    /// <summary>Levels of <c>$and</c>, <c>$or</c> and <c>$not</c>.</summary>
    public const int FilterDepth = 32;

    /// <summary>Items of <c>$in</c> and <c>$nin</c>.</summary>
    public const int FilterListItems = 1000;

    /// <summary>Characters of a filter path.</summary>
    public const int FilterPathLength = 200;

    /// <summary>Characters of a region.</summary>
    public const int RegionLength = 64;

    /// <summary>Characters of the description of a namespace.</summary>
    public const int DescriptionLength = 1024;

    /// <summary>Labels of a namespace.</summary>
    public const int Labels = 64;

    /// <summary>Seconds of <c>Retry-After</c>, always.</summary>
    public const int RetryAfterSeconds = 1;
}
