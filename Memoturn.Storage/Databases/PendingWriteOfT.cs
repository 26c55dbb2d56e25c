namespace Memoturn.Storage.Databases;

/// <summary>A pending write whose work gives a <typeparamref name="T"/>.</summary>
internal sealed class PendingWrite<T>(Func<WriteContext, T> work) : PendingWrite
{
    // Continuations run elsewhere: they must not hold up the loop that acknowledges.
    private readonly TaskCompletionSource<WriteResult<T>> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<WriteResult<T>> Answer => _answer.Task;

    public override void Complete(BranchPosition position) =>
        _answer.TrySetResult(new(HasFailed ? default : _value, position, Durability.Standard, Failure));

    public override void Refuse(Exception reason) => _answer.TrySetException(reason);

    protected override void RunWork(WriteContext context) => _value = work(context);
}
