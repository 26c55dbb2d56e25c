using System.Reflection;

namespace Memoturn.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Absolute path of the repository root as of the build, ending in a separator.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>An <c>AssemblyMetadata</c> item of the test project.</summary>
    public static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(item => item.Key == key).Value!;
}
