using System.Buffers;
using System.Globalization;
using System.Text;

namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Names of files and directories for keys. Segments are percent-encoded; a file's name ends in <c>%</c>, which no
/// encoded segment does, so that a key may also be the beginning of others.
/// </summary>
internal static class ObjectPath
{
    private const char FileMark = '%';

    /// <summary>What file systems take as a name.</summary>
    private const int MaxNameLength = 255;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-@");

    /// <summary>The path of the object's file, relative to the store.</summary>
    /// <exception cref="ArgumentException">The key is invalid, or a segment too long for a file name.</exception>
    public static string OfFile(ObjectKey key) =>
        key.IsValid
            ? OfDirectory(key.Value) + FileMark
            : throw new ArgumentException($"object key '{key}': segments of printable ASCII expected");

    /// <summary>
    /// The path of the directory that holds keys which begin with <paramref name="segments"/> and a slash.
    /// </summary>
    public static string OfDirectory(string segments) =>
        string.Join(Path.DirectorySeparatorChar, segments.Split('/').Select(Encode));

    /// <summary>The segment a name stands for; false for a file the store did not make.</summary>
    public static bool TryDecode(string name, bool isDirectory, out string segment)
    {
        segment = "";
        var encoded = name.AsSpan();
        if (!isDirectory)
        {
            if (!name.EndsWith(FileMark))
            {
                return false;
            }

            encoded = encoded[..^1];
        }

        segment = Uri.UnescapeDataString(encoded.ToString());
        return segment.Length > 0 && Encode(segment).AsSpan().SequenceEqual(encoded);
    }

    private static string Encode(string segment)
    {
        if (!segment.AsSpan().ContainsAnyExcept(Plain))
        {
            return RequireLength(segment);
        }

        var encoded = new StringBuilder();
        foreach (var c in segment)
        {
            _ = Plain.Contains(c) ? encoded.Append(c) : encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }

        return RequireLength(encoded.ToString());
    }

    private static string RequireLength(string name) => name.Length < MaxNameLength
        ? name
        : throw new ArgumentException(
            $"object key segment '{name}': less than {MaxNameLength} characters expected, found {name.Length}");
}
