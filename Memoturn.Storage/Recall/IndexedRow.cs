using System.Buffers;
using System.Text;

namespace Memoturn.Storage.Recall;

/// <summary>A row with its text reduced to term hashes: summary first, then keywords, then content.</summary>
/// <param name="SummaryCount">Terms of the summary.</param>
/// <param name="KeywordsCount">Terms of the keywords.</param>
internal sealed record IndexedRow(RecallRow Row, uint[] Terms, int SummaryCount, int KeywordsCount)
{
    public static IndexedRow From(RecallRow row, Fts5Tokenizer tokenizer)
    {
        var bytes = Encoding.UTF8.GetMaxByteCount(row.Summary.Length)
            + Encoding.UTF8.GetMaxByteCount(row.Keywords.Length)
            + Encoding.UTF8.GetMaxByteCount(row.ContentText.Length);
        var buffer = ArrayPool<uint>.Shared.Rent(Fts5Tokenizer.MaxTerms(bytes));
        var summary = tokenizer.Hash(row.Summary, buffer);
        var keywords = tokenizer.Hash(row.Keywords, buffer.AsSpan(summary));
        var content = tokenizer.Hash(row.ContentText, buffer.AsSpan(summary + keywords));
        var terms = buffer.AsSpan(0, summary + keywords + content).ToArray();
        ArrayPool<uint>.Shared.Return(buffer);
        return new(row, terms, summary, keywords);
    }
}
