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
}
