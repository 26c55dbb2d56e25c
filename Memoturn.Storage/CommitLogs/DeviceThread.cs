using System.Collections.Concurrent;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// The one thread that waits for the disk, so that no thread of the pool does; runs what it is given in order.
/// </summary>
internal sealed class DeviceThread : IDisposable
{
    private const int MaxWaiting = 64;

    private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _waiting = new(MaxWaiting);
    private readonly Thread _thread;

    public DeviceThread(string name)
    {
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>
    /// Runs the work and then goes on in this thread with whoever awaits it: for the log loop, which next hands over
    /// more work.
    /// </summary>
    public Task RunInline(Action work) => Enqueue(work, new());

    public Task Run(Action work) => Enqueue(work, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Ends what waits, then the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private Task Enqueue(Action work, TaskCompletionSource done)
    {
        _waiting.Add((work, done));
        return done.Task;
    }

    private void Run()
    {
        foreach (var (work, done) in _waiting.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (LocalDiskException failure)
            {
                done.SetException(failure);
                continue;
            }

            done.SetResult();
        }
    }
}
