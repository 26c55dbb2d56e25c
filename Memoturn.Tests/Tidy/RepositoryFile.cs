namespace Memoturn.Tests.Tidy;

/// <summary>One file of the tree, build output and local data left out.</summary>
/// <param name="Path">Relative to the repository root, with forward slashes.</param>
internal sealed record RepositoryFile(string Path)
{
    private static readonly string[] LeftOut =
        [".git", "artifacts", "bin", "obj", "data", "node_modules", "TestResults"];

    /// <summary>In ordinal order of path.</summary>
    public static IReadOnlyList<RepositoryFile> All { get; } =
        [.. Below(new DirectoryInfo(Repository.Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<RepositoryFile> WithExtension(string extension) =>
        All.Where(file => file.Path.EndsWith(extension, StringComparison.Ordinal));

    public string ReadText() => File.ReadAllText(Repository.PathOf(Path));

    private static IEnumerable<RepositoryFile> Below(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => file.Name != ".git" && file.Extension != ".actual")
        .Select(file => new RepositoryFile(RelativePath(file)))
        .Concat(folder.EnumerateDirectories().Where(child => !LeftOut.Contains(child.Name)).SelectMany(Below));

    private static string RelativePath(FileInfo file) =>
        System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/');
}
