using Memoturn.Storage.Posix;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// Writes a small file whole: after a crash at any byte there is the old one or the new one, never a part.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>On disk under its name when this returns; replaces what has the name.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + TemporarySuffix;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path) ?? ".");
    }
}
