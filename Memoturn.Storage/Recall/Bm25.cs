namespace Memoturn.Storage.Recall;

/// <summary>
/// FTS5's own relevance function, operation for operation, so that scores agree to the last bit (ext/fts5/fts5_aux.c).
/// </summary>
internal static class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double LeastIdf = 1e-6;

    /// <summary>What one term is worth that occurs in so many of the rows.</summary>
    public static double Idf(long rowCount, long rowsWithTerm)
    {
        var idf = Math.Log((rowCount - rowsWithTerm + 0.5) / (rowsWithTerm + 0.5));
        return idf <= 0 ? LeastIdf : idf;
    }

    /// <summary>What a term adds to the score of one row.</summary>
    public static double Contribution(double idf, double frequency, double termCount, double averageTermCount) =>
        idf * (frequency * (K1 + 1.0) / (frequency + (K1 * (1 - B + (B * termCount / averageTermCount)))));
}
