namespace Memoturn.Protocol;

/// <summary>Route roots that more than one place needs.</summary>
public static class Routes
{
    /// <summary>The catalogue of databases.</summary>
    public const string Databases = "/v1/databases";

    /// <summary>The catalogue of namespaces.</summary>
    public const string Namespaces = "/v1/namespaces";

    /// <summary>One database, by name and branch.</summary>
    public const string Database = "/v1/db/{db}";

    /// <summary>The profiles of a namespace.</summary>
    public const string Namespace = "/v1/memory/{ns}";

    /// <summary>One profile.</summary>
    public const string Profile = "/v1/memory/{ns}/{profile}";
}
