namespace Memoturn.Storage.Segments;

/// <summary>
/// The captures of a node, shared by its writers: one is in use for each commit that is being published, so there are
/// never more than connections. Thread safe.
/// </summary>
/// <remarks>A capture has 128 KB of buffers and a compressor, which an open branch must not cost.</remarks>
internal sealed class CommitCaptures : IDisposable
{
    private readonly Lock _lock = new(); // guards _idle
    private readonly Stack<CommitCapture> _idle = new();

    /// <summary>One that only the caller has, until <see cref="Return"/>.</summary>
    public CommitCapture Rent()
    {
        lock (_lock)
        {
            return _idle.TryPop(out var capture) ? capture : new();
        }
    }

    public void Return(CommitCapture capture)
    {
        lock (_lock)
        {
            _idle.Push(capture);
        }
    }

    /// <summary>Call when nothing is rented any more.</summary>
    public void Dispose()
    {
        while (_idle.TryPop(out var capture))
        {
            capture.Dispose();
        }
    }
}
