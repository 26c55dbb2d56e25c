using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>Counts the bytes of an answer while its rows are read.</summary>
internal sealed class AnswerSize
{
    /// <summary>What a row has besides its texts: names of members, numbers, ids of fixed length.</summary>
    private const int RowBytes = 400;

    private long _bytes;

    /// <summary>Counts one row.</summary>
    /// <param name="textBytes">Of its texts.</param>
    /// <exception cref="RequestException">400: the answer is longer than one may be.</exception>
    public void AddRow(long textBytes) => Add(RowBytes + textBytes);

    private void Add(long bytes)
    {
        _bytes += bytes;
        if (_bytes > WireLimits.AnswerBytes)
        {
            throw RequestException.Invalid($"result exceeds {WireLimits.AnswerBytes} bytes");
        }
    }
}
