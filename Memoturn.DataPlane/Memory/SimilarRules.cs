using Memoturn.Protocol;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The rules of reporting similar memories.</summary>
internal static class SimilarRules
{
    private const double DefaultThreshold = 0.85;

    /// <summary>The least score to report; null when no report is asked for.</summary>
    /// <exception cref="RequestException">The threshold is not from 0 to 1.</exception>
    public static double? ThresholdOf(IngestRequest request)
    {
        var threshold = request.SimilarThreshold ?? DefaultThreshold;
        if (threshold is not (>= 0 and <= 1))
        {
            throw RequestException.Invalid("similar_threshold: expected a number from 0 to 1");
        }

        return request.ReportSimilar == true ? threshold : null;
    }
}
