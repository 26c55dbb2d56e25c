using System.Runtime.ExceptionServices;

namespace Memoturn.Storage.Databases;

/// <summary>Outcome of one write, and the state of the branch it left.</summary>
/// <param name="Position">For a failed or empty write the head it found.</param>
/// <param name="Durability">The level that was really reached.</param>
/// <param name="Failure">What the request threw; its own changes are rolled back.</param>
public readonly record struct WriteResult<T>(
    T? ValueOrDefault, BranchPosition Position, Durability Durability, Exception? Failure)
{
    /// <summary>The value, or the request's own exception.</summary>
    public T Value
    {
        get
        {
            if (Failure is not null)
            {
                ExceptionDispatchInfo.Throw(Failure);
            }

            return ValueOrDefault!;
        }
    }
}
