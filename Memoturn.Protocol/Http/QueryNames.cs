namespace Memoturn.Protocol;

/// <summary>Names of query parameters.</summary>
public static class QueryNames
{
    /// <summary>Branch selector.</summary>
    public const string Branch = "branch";

    /// <summary>Rows of a page.</summary>
    public const string Limit = "limit";

    /// <summary>Where the page before ended.</summary>
    public const string Cursor = "cursor";

    /// <summary>First characters of the names listed.</summary>
    public const string Prefix = "prefix";

    /// <summary><c>true</c>: a session's transcript goes with it.</summary>
    public const string Turns = "turns";

    /// <summary>Types of memory, joined by commas.</summary>
    public const string Types = "types";

    /// <summary>One conversation.</summary>
    public const string SessionId = "session_id";

    /// <summary>One speaker.</summary>
    public const string Source = "source";

    /// <summary>One topic.</summary>
    public const string TopicKey = "topic_key";

    /// <summary>First characters of topics.</summary>
    public const string TopicPrefix = "topic_prefix";

    /// <summary>Filter over the metadata, JSON.</summary>
    public const string Metadata = "metadata";

    /// <summary>Filter over the content, JSON.</summary>
    public const string Content = "content";

    /// <summary>Unix milliseconds, exclusive.</summary>
    public const string CreatedAfter = "created_after";

    /// <summary>Unix milliseconds, exclusive.</summary>
    public const string CreatedBefore = "created_before";

    /// <summary>Unix milliseconds, or <c>now</c>.</summary>
    public const string AsOf = "as_of";

    /// <summary><c>true</c>: superseded memories too.</summary>
    public const string IncludeSuperseded = "include_superseded";
}
