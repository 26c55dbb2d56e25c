using System.Threading.Channels;

namespace Memoturn.Storage.Databases;

/// <summary>
/// A fixed number of permits; whoever finds none waits in order of arrival. (A semaphore would leave the simulator's
/// scheduler.)
/// </summary>
internal sealed class Permits
{
    private readonly Channel<bool> _free;

    public Permits(int count)
    {
        _free = Channel.CreateBounded<bool>(count);
        for (var i = 0; i < count; i++)
        {
            _free.Writer.TryWrite(true);
        }
    }

    public async ValueTask<Permit> TakeAsync(CancellationToken token)
    {
        await _free.Reader.ReadAsync(token);
        return new(this);
    }

    /// <summary>Gives the permit back when disposed; the default is none.</summary>
    public readonly struct Permit(Permits? owner) : IDisposable
    {
        public void Dispose() => owner?._free.Writer.TryWrite(true);
    }
}
