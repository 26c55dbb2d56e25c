using System.IO.Enumeration;

namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Walks the files of a directory store in the order of their keys, entering no directory that holds none of the keys
/// asked for.
/// </summary>
internal sealed class ObjectDirectoryWalk(string root, string prefix, ObjectKey? after)
{
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Keys that start with the prefix and follow <c>after</c>, ascending.</summary>
    public IEnumerable<ObjectKey> Keys()
    {
        var directoryEnd = prefix.LastIndexOf('/');
        if (directoryEnd < 0)
        {
            return Keys(root, "");
        }

        var directory = new ObjectKey(prefix[..directoryEnd]);
        return directory.IsValid
            ? Keys(Path.Combine(root, ObjectPath.OfDirectory(directory.Value)), prefix[..(directoryEnd + 1)])
            : [];
    }

    /// <param name="stem">What the keys of the directory begin with: empty or ending in a slash.</param>
    private IEnumerable<ObjectKey> Keys(string directory, string stem)
    {
        // A directory sorts by its name and a slash: every key below it begins so, and no other key lies between.
        foreach (var child in Children(directory, stem).OrderBy(child => child.Stem, StringComparer.Ordinal))
        {
            if (!child.IsDirectory)
            {
                yield return new(child.Stem);
                continue;
            }

            foreach (var key in Keys(Path.Combine(directory, child.Name), child.Stem))
            {
                yield return key;
            }
        }
    }

    private List<Child> Children(string directory, string stem)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<Child>(
                    directory, (ref entry) => ToChild(stem, entry.FileName.ToString(), entry.IsDirectory), Options)
                    .Where(IsWanted),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static Child ToChild(string stem, string name, bool isDirectory) =>
        ObjectPath.TryDecode(name, isDirectory, out var segment)
            ? new(name, stem + segment + (isDirectory ? "/" : ""), isDirectory)
            : default;

    private bool IsWanted(Child child) => child.Stem is not null
        && (child.Stem.StartsWith(prefix, StringComparison.Ordinal)
            || (child.IsDirectory && prefix.StartsWith(child.Stem, StringComparison.Ordinal)))
        && (after is not { } floor
            || string.CompareOrdinal(child.Stem, floor.Value) > 0
            || (child.IsDirectory && floor.Value.StartsWith(child.Stem, StringComparison.Ordinal)));

    private readonly record struct Child(string Name, string Stem, bool IsDirectory);
}
