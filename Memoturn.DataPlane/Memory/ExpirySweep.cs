using Memoturn.Storage;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// Deletes expired memories of the branches this node has open and owns. A cold branch is never woken for it.
/// </summary>
internal sealed partial class ExpirySweep(StorageEngine engine, TimeProvider clock, ILogger<ExpirySweep> logger)
{
    /// <summary>Rows deleted of one branch in one pass; what is left waits for the next.</summary>
    public const int RowsPerPass = 500;

    /// <summary>Time between two passes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>Sweeps until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(token))
        {
            await SweepAsync(token);
        }
    }

    /// <summary>
    /// One pass over all open branches; returns how many rows went. A branch that fails waits for the next pass.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken token)
    {
        var deleted = 0;
        foreach (var open in engine.OwnedBranches())
        {
            try
            {
                deleted += await SweepAsync(open, token);
            }
            catch (StorageException failure)
            {
                Failed(failure, open.Database.Uuid, open.Branch);
            }
        }

        return deleted;
    }

    private async Task<int> SweepAsync(OpenBranch open, CancellationToken token)
    {
        using (var snapshot = await engine.PeekAsync(open, token))
        {
            if (snapshot is null
                || !MemoryRows.HasExpired(snapshot.Connection, clock.GetUtcNow().ToUnixTimeMilliseconds()))
            {
                return 0;
            }
        }

        var written = await engine.WriteAsync(
            open.Database, open.Branch, Durability.Standard, round =>
                new MemoryWriter(round).SweepExpired(RowsPerPass), token);
        return written.Value;
    }

    [LoggerMessage(EventIds.SweepFailed, LogLevel.Warning, "Expired rows of {DatabaseId}@{Branch} could not be "
        + "deleted; the next pass tries again")]
    private partial void Failed(Exception failure, DatabaseId databaseId, BranchName branch);
}
