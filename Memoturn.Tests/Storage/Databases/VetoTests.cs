using Memoturn.Storage;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class VetoTests
{
    [Fact]
    [Trait("Accept", "ENG-05")]
    public async Task A_refusal_at_the_veto_point_leaves_database_txid_and_log_as_before_simulation_is_left()
    {
        Exception? refusal = null;
        await using var cluster = new EngineCluster
        {
            FailPoints = new(point =>
            {
                if (point == FailPoints.CommitCheck && refusal is not null)
                {
                    throw refusal;
                }
            }),
        };
        var log = cluster.NewLog();
        var engine = await cluster.StartAsync(log);
        var database = await EngineCluster.CreateAsync(engine, "vetoed");
        await NotesTable.CreateAsync(engine, database);
        var before = await NotesTable.AddAsync(engine, database, "kept");

        foreach (var reason in new StorageException[]
        {
            new LocalDiskException("no space left on device"),
            new BranchUnavailableException("lease expired before acknowledgement"),
            new FencedException(new(9, default), before.Position.Epoch),
        })
        {
            var groups = log.GroupCount;
            refusal = reason;
            var thrown = await Assert.ThrowsAsync(
                reason.GetType(), () => NotesTable.AddAsync(engine, database, "refused"));
            refusal = null;

            Assert.Same(reason, thrown);
            Assert.Equal(groups, log.GroupCount);
            Assert.Equal(["kept"], await NotesTable.ReadAsync(engine, database));
        }

        var next = await NotesTable.AddAsync(engine, database, "next");
        Assert.Equal(before.Position.TxId.Next, next.Position.TxId);
        Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(engine, database));
    }

    [Fact]
    public async Task A_disk_that_fails_withholds_the_acknowledgement_and_the_branch_is_taken_anew()
    {
        await using var cluster = new EngineCluster();
        var log = cluster.NewLog();
        var engine = await cluster.StartAsync(log);
        var database = await EngineCluster.CreateAsync(engine, "disk");
        await NotesTable.CreateAsync(engine, database);
        await NotesTable.AddAsync(engine, database, "kept");

        log.FailNextSync("no space left on device");
        await Assert.ThrowsAsync<LocalDiskException>(() => NotesTable.AddAsync(engine, database, "unknown"));

        await Eventually.HoldsAsync(() => TryAdd(engine, database), "writes succeed on a new log");
        var bodies = await NotesTable.ReadAsync(engine, database);
        Assert.Equal("kept", bodies[0]);
        Assert.Equal("after", bodies[^1]);
    }

    private static bool TryAdd(StorageEngine engine, Memoturn.Storage.Catalog.NameRecord database)
    {
        try
        {
            NotesTable.AddAsync(engine, database, "after").GetAwaiter().GetResult();
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
