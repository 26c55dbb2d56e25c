using System.Runtime.CompilerServices;

namespace Memoturn.Tests;

/// <summary>Compares text with the file of that name beside the calling test.</summary>
/// <remarks>
/// A difference writes <c>name.actual</c> beside the golden file and fails. With <c>MEMOTURN_ACCEPT=1</c> the text
/// becomes the golden file. Binary formats come as hexadecimal text.
/// </remarks>
internal static class Golden
{
    private const string TestsFolder = "Memoturn.Tests/";

    public static void Match(string text, string name, [CallerFilePath] string caller = "") =>
        new GoldenFile(Path.Combine(FolderOf(caller), name)).Match(text, IsAccepting);

    private static bool IsAccepting => Environment.GetEnvironmentVariable("MEMOTURN_ACCEPT") == "1";

    // A CI build maps the caller's path to "/_/…": only the part below the test project is real there.
    private static string FolderOf(string caller)
    {
        var normalized = caller.Replace('\\', '/');
        var start = normalized.LastIndexOf(TestsFolder, StringComparison.Ordinal);
        return Path.GetDirectoryName(Repository.PathOf(normalized[start..]))!;
    }
}
