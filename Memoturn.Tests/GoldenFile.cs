using Xunit.Sdk;

namespace Memoturn.Tests;

internal sealed class GoldenFile(string path)
{
    public void Match(string text, bool accept)
    {
        var actual = Normalize(text);
        if (accept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            File.Delete(ActualPath);
            return;
        }

        var expected = File.Exists(path) ? Normalize(File.ReadAllText(path)) : null;
        if (expected == actual)
        {
            File.Delete(ActualPath);
            return;
        }

        File.WriteAllText(ActualPath, actual);
        throw new XunitException(Describe(expected, actual));
    }

    private string ActualPath => path + ".actual";

    private string Describe(string? expected, string actual)
    {
        var outcome = expected is null ? "there is no golden file" : FirstDifference(expected, actual);
        return $"{path}: {outcome}; the text is in {ActualPath}, MEMOTURN_ACCEPT=1 accepts it";
    }

    private static string FirstDifference(string expected, string actual)
    {
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var same = 0;
        while (same < left.Length && same < right.Length && left[same] == right[same])
        {
            same++;
        }

        return $"line {same + 1}: expected <{LineAt(left, same)}>, actual <{LineAt(right, same)}>";
    }

    private static string LineAt(string[] lines, int index) => index < lines.Length ? lines[index] : "end of text";

    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
