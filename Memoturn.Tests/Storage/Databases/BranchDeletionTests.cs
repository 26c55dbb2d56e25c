using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Manifests;

namespace Memoturn.Tests.Storage.Databases;

public sealed class BranchDeletionTests
{
    [Fact]
    public async Task A_deleted_database_can_be_written_by_nobody_and_its_name_starts_afresh()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync();
        var old = await EngineCluster.CreateAsync(engine, "gone");
        await NotesTable.CreateAsync(engine, old);
        await NotesTable.AddAsync(engine, old, "secret");

        await engine.Names.MarkDeletingAsync(old, CancellationToken.None);
        await engine.DeleteAsync(old, CancellationToken.None);
        await engine.DeleteAsync(old, CancellationToken.None);
        await engine.Names.MarkDeletedAsync(old, CancellationToken.None);

        await Assert.ThrowsAsync<BranchUnavailableException>(() => NotesTable.AddAsync(engine, old, "zombie"));
        var fresh = await EngineCluster.CreateAsync(engine, "gone");
        Assert.NotEqual(old.Uuid, fresh.Uuid);
        var first = await NotesTable.CreateAsync(engine, fresh);
        Assert.Equal(new TxId(1), first.Position.TxId);
        Assert.Empty(await NotesTable.ReadAsync(engine, fresh));
    }

    [Fact]
    public async Task A_main_that_was_never_written_gets_a_tombstone_too()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "untouched");

        await engine.DeleteAsync(database, CancellationToken.None);

        var stored = await new ManifestStore(cluster.Bucket).FindAsync(
            database.Uuid, BranchName.Main, CancellationToken.None);
        Assert.Equal(BranchState.Deleted, stored?.Manifest.State);
    }
}
