using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// The file of one object: the content, then a line of 32 hex digits, the object's etag. A file is never changed once
/// it has its name, so an open one stays whole whatever is put meanwhile. Its modification time is the store's.
/// </summary>
internal static class ObjectFile
{
    /// <summary>A line feed, the digits, a line feed.</summary>
    public const int TrailerLengthBytes = 34;

    /// <summary>Writes the file and puts it on disk.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, ETag etag, DateTimeOffset now)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, content, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes($"\n{etag}\n"), content.Length);
        File.SetLastWriteTimeUtc(file, now.UtcDateTime);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Null when there is no file.</summary>
    public static StoredObject? Find(string path, long offsetBytes, int lengthBytes, DateTimeOffset now)
    {
        using var file = TryOpen(path);
        if (file is null)
        {
            return null;
        }

        var length = ContentLength(file, path);
        var content = new byte[Math.Max(0, Math.Min(lengthBytes, length - offsetBytes))];
        ReadExactly(file, content, offsetBytes, path);
        return new(content, length, ReadETag(file, length, path), File.GetLastWriteTimeUtc(file), now);
    }

    /// <summary>Null when there is no file.</summary>
    public static ETag? FindETag(string path)
    {
        using var file = TryOpen(path);
        return file is null ? null : ReadETag(file, ContentLength(file, path), path);
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static long ContentLength(SafeFileHandle file, string path)
    {
        var length = RandomAccess.GetLength(file) - TrailerLengthBytes;
        return length >= 0
            ? length
            : throw new CorruptObjectException(
                $"{path}: an etag at the end expected, found {length + TrailerLengthBytes} bytes");
    }

    private static ETag ReadETag(SafeFileHandle file, long contentLength, string path)
    {
        var trailer = new byte[TrailerLengthBytes];
        ReadExactly(file, trailer, contentLength, path);
        var digits = Encoding.ASCII.GetString(trailer, 1, TrailerLengthBytes - 2);
        return trailer is [(byte)'\n', .., (byte)'\n']
            && UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? new(digits)
            : throw new CorruptObjectException(
                $"{path}: a line of 32 hex digits at the end expected, found '{digits}'");
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> target, long offset, string path)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                throw new CorruptObjectException($"{path}: {target.Length} bytes expected at {offset}, found the end");
            }

            target = target[read..];
            offset += read;
        }
    }
}
