using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Memoturn.DataPlane.Memory;

/// <summary>The words of a question that the full-text index is asked for (http-api 16.5).</summary>
internal static class QueryTokens
{
    /// <summary>Words of one question beyond these are not looked for.</summary>
    public const int MaxCount = 256;

    private static readonly FrozenSet<string> StopWords =
        """
        a an and are as at be been but by did do does for from had has have he her his how i if in is it its me my of on
        or our she so that the their them they this to was we were what when where which who why will with you your
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Maximal runs of letters and digits with the marks on them, stop words left out unless nothing else is there.
    /// </summary>
    public static ImmutableArray<string> Of(string question)
    {
        var words = Split(question);
        var wanted = words.Where(word => !StopWords.Contains(word)).ToList();
        return [.. (wanted.Count > 0 ? wanted : words).Take(MaxCount)];
    }

    /// <summary>The tokens as an expression of FTS5 that any one of them fulfils.</summary>
    public static string ToMatch(ImmutableArray<string> tokens) => $"\"{string.Join("\" OR \"", tokens)}\"";

    private static List<string> Split(string question)
    {
        var words = new List<string>();
        var start = 0;
        var position = 0;
        foreach (var rune in question.EnumerateRunes())
        {
            if (!IsPartOfWord(rune))
            {
                AddWord(question, start, position, words);
                start = position + rune.Utf16SequenceLength;
            }

            position += rune.Utf16SequenceLength;
        }

        AddWord(question, start, position, words);
        return words;
    }

    private static void AddWord(string question, int start, int end, List<string> words)
    {
        var word = question.AsSpan(start..end);
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.IsNumber(rune))
            {
                words.Add(word.ToString());
                return;
            }
        }
    }

    private static bool IsPartOfWord(Rune rune) =>
        Rune.IsLetter(rune) || Rune.IsNumber(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
