using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>Counts the bytes of an answer while its rows are read.</summary>
internal sealed class AnswerSize
{
    private long _bytes;

    /// <exception cref="RequestException">400: the answer is longer than one may be.</exception>
    public void Add(long bytes)
    {
        _bytes += bytes;
        if (_bytes > WireLimits.AnswerBytes)
        {
            throw RequestException.Invalid($"result exceeds {WireLimits.AnswerBytes} bytes");
        }
    }
}
