using System.Collections.Immutable;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>The words of a question, any of which may match, and what a match in each column weighs.</summary>
/// <param name="Tokens">Runs of letters and digits, as they were written.</param>
public sealed record KeywordQuery(ImmutableArray<string> Tokens, Bm25Weights Weights)
{
    /// <summary>
    /// The terms the tokens become; null when one becomes several, a phrase, which only FTS5 can answer.
    /// </summary>
    internal uint[]? FindTerms(Connection connection)
    {
        var terms = new List<uint>(Tokens.Length);
        foreach (var token in Tokens)
        {
            var buffer = new uint[Fts5Tokenizer.MaxTerms(token.Length * 4)];
            var count = connection.Tokenizer.Hash(token, buffer);
            if (count > 1)
            {
                return null;
            }

            terms.AddRange(buffer.AsSpan(0, count));
        }

        return [.. terms];
    }
}
