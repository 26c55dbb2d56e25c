using System.Buffers;
using System.Text;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>A text as the set of its terms, cut and stemmed as the full-text tables do.</summary>
public static class TextTerms
{
    /// <summary>The hashes of the distinct terms, ascending.</summary>
    public static uint[] Of(Connection connection, string text)
    {
        var buffer = ArrayPool<uint>.Shared.Rent(Fts5Tokenizer.MaxTerms(Encoding.UTF8.GetMaxByteCount(text.Length)));
        var count = connection.Tokenizer.Hash(text, buffer);
        var terms = buffer.AsSpan(0, count).ToArray();
        ArrayPool<uint>.Shared.Return(buffer);
        Array.Sort(terms);
        return [.. terms.Distinct()];
    }
}
