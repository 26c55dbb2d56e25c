using System.Diagnostics;
using Memoturn.Storage.Recall;

namespace Memoturn.Storage.Databases;

/// <summary>One write between its arrival and its acknowledgement.</summary>
internal abstract class PendingWrite
{
    /// <summary>What it told the resident index; empty once it failed.</summary>
    public RecallChanges Changes { get; private set; } = new();

    public bool HasFailed => Failure is not null;

    /// <summary>The span of the request, so that the writer's spans hang below it.</summary>
    public ActivityContext Caller { get; } = Activity.Current?.Context ?? default;

    protected Exception? Failure { get; private set; }

    /// <summary>Runs inside the round's transaction; what the work throws is kept for its own caller.</summary>
    public void Run(WriteContext context)
    {
        Failure = Keep(() => RunWork(context));
        if (HasFailed)
        {
            Changes = new();
        }
    }

    /// <summary>
    /// What <paramref name="work"/> throws, for the task of whoever asked for it: the loop of the round goes on.
    /// </summary>
    internal static Exception? Keep(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>
    /// Answers the caller: the write's own result, on this node's disk at <paramref name="position"/>.
    /// </summary>
    public abstract void Complete(BranchPosition position);

    /// <summary>As above for work that waits.</summary>
    internal static async Task<Exception?> KeepAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Answers the caller with a refusal of the engine.</summary>
    public abstract void Refuse(Exception reason);

    protected abstract void RunWork(WriteContext context);
}
