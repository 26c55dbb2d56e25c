using Memoturn.Storage.Databases;

namespace Memoturn.Storage;

/// <summary>Another epoch took the branch over before the write was in its history: it was not applied.</summary>
public sealed class FencedException(Epoch found, Epoch held)
    : StorageException($"write fenced: manifest is at epoch {found.Number}, writer holds epoch {held.Number}")
{
    public Epoch Found { get; } = found;

    public Epoch Held { get; } = held;
}
