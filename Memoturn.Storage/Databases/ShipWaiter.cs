namespace Memoturn.Storage.Databases;

/// <summary>Somebody who waits until a txid is in object storage.</summary>
internal sealed class ShipWaiter(TxId txid)
{
    private readonly TaskCompletionSource _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TxId TxId { get; } = txid;

    public Task Task => _landed.Task;

    public void Succeed() => _landed.TrySetResult();

    public void Fail(Exception reason) => _landed.TrySetException(reason);
}
