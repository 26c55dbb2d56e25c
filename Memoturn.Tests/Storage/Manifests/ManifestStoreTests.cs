using System.Globalization;
using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.Manifests;

public sealed class ManifestStoreTests
{
    private static readonly DatabaseId Database = SampleManifests.Database;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly MemoryObjectStore _objects;
    private readonly CountingObjectStore _counting;
    private readonly ManifestStore _manifests;

    public ManifestStoreTests()
    {
        _objects = new(_clock);
        _counting = new(_objects);
        _manifests = new(_counting);
    }

    [Fact]
    public async Task A_manifest_is_created_once_and_changed_by_generation()
    {
        Assert.Null(await _manifests.FindAsync(Database, BranchName.Main, default));

        var created = await CreateAsync();
        var changed = await ChangeAsync(current => current! with { TtlAtUnixMs = 5 });

        Assert.Equal(1ul, created.Manifest.Generation);
        Assert.Equal(2ul, changed.Current!.Manifest.Generation);
        Assert.Equal(changed.Current.ETag, (await _manifests.FindAsync(Database, BranchName.Main, default))!.ETag);
    }

    [Fact]
    public async Task A_change_that_gives_up_writes_nothing_and_shows_what_is_there()
    {
        var created = await CreateAsync();
        var puts = _counting.Puts;

        var change = await ChangeAsync(_ => null);

        Assert.False(change.Applied);
        Assert.Equal(created.ETag, change.Current!.ETag);
        Assert.Equal(puts, _counting.Puts);
    }

    [Fact]
    public async Task A_change_of_what_was_read_last_is_one_request()
    {
        var known = await CreateAsync();
        var before = _counting.Requests;

        await _manifests.ChangeAsync(known, current => Named(current!, "a"), default);

        Assert.Equal(1, _counting.Requests - before);
    }

    [Fact]
    public async Task A_change_of_an_outdated_manifest_is_run_again_on_the_current_one()
    {
        var outdated = await CreateAsync();
        await ChangeAsync(current => Named(current!, "theirs"));
        var seen = new List<ulong>();

        var change = await _manifests.ChangeAsync(
            outdated,
            current =>
            {
                seen.Add(current!.Generation);
                return Named(current, "mine");
            },
            default);

        Assert.Equal([1ul, 2ul], seen);
        Assert.Equal(["mine", "theirs"], change.Current!.Manifest.Checkpoints.Keys);
    }

    [Fact]
    public async Task A_race_lost_again_and_again_ends_in_a_conflict()
    {
        await CreateAsync();
        var runs = 0;

        await Assert.ThrowsAsync<ManifestConflictException>(() => ChangeAsync(current =>
        {
            runs++;
            new ManifestStore(_objects).ChangeAsync(
                Database, BranchName.Main, other => Named(other!, $"r{runs}"), default)
                .GetAwaiter().GetResult();
            return Named(current!, "mine");
        }));

        Assert.Equal(FencedObject<Manifest>.MaxAttempts, runs);
    }

    [Fact]
    public async Task A_forbidden_change_is_refused_before_anything_is_written()
    {
        await CreateAsync();
        await ChangeAsync(Claimed(1, 7));
        var puts = _counting.Puts;

        await Assert.ThrowsAsync<InvariantException>(
            () => ChangeAsync(current => current! with { EpochNumber = 0, Claim = null, Since = 0 }));

        Assert.Equal(puts, _counting.Puts);
    }

    [Fact]
    public async Task An_owner_whose_claim_is_gone_is_fenced()
    {
        await CreateAsync();
        var known = (await ChangeAsync(Claimed(1, 7))).Current!;
        var held = known.Manifest.CurrentEpoch();
        Assert.True(
            (await _manifests.ChangeAsOwnerAsync(known, held, current => Named(current, "a"), default)).Applied);
        await ChangeAsync(Claimed(2, 8));

        var error = await Assert.ThrowsAsync<FencedException>(
            () => _manifests.ChangeAsOwnerAsync(known, held, current => Named(current, "b"), default));

        Assert.Equal((held, new Epoch(2, new(8))), (error.Held, error.Found));
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_has_landed_and_another_of_that_epoch_has_not()
    {
        await CreateAsync();
        var losing = new FaultInjectingObjectStore(_objects, _clock, new Random(1), new() { RepeatRate = 1 });
        var mine = await new ManifestStore(losing).ChangeAsync(Database, BranchName.Main, Claimed(1, 7), default);
        var theirs = await ChangeAsync(current => current!.EpochNumber >= 1 ? null : Claimed(1, 8)(current));

        Assert.True(mine.Applied);
        Assert.False(theirs.Applied);
        Assert.Equal(new Nonce(7), theirs.Current!.Manifest.Claim!.Nonce);
        Assert.Equal(2ul, theirs.Current.Manifest.Generation);
    }

    [Fact]
    public async Task A_ttl_leaves_its_due_time_before_the_manifest_carries_it()
    {
        var known = await CreateAsync();
        var due = ObjectKeys.Due(1_700_000_090_000, Database, known.Manifest.BranchId);
        var outdated = known with { ETag = new("0") };

        var change = await _manifests.ChangeAsync(
            outdated, current =>
                current!.Generation == 1 ? current with { TtlAtUnixMs = 1_700_000_090_000 } : null, default);

        Assert.True(change.Applied);
        Assert.NotNull(await _objects.FindAsync(due, default));
    }

    [Fact]
    public async Task All_manifests_of_a_database_are_listed_and_nothing_else()
    {
        foreach (var name in new[] { "main", "b", "a.x", "B" })
        {
            var branch = BranchName.Parse(name, null);
            await _manifests.ChangeAsync(
                Database, branch, _ => SampleManifests.Unowned() with { Branch = branch }, default);
        }

        await _objects.PutAsync(new($"v1/{Database}/branches/b/notes.txt"), new byte[1], PutCondition.Always, default);

        var listed = await _manifests.ListAsync(Database, default);

        Assert.Equal(["B", "a.x", "b", "main"], listed.Select(stored => $"{stored.Manifest.Branch}"));
    }

    [Fact]
    public void Under_faults_and_races_no_change_is_lost_and_none_is_applied_twice() =>
        Gen.Int.Sample(seed => WriteUnderFaultsAsync(seed).GetAwaiter().GetResult(), iter: 150, threads: 2);

    /// <summary>
    /// Writers on one manifest over a store that loses requests and answers, repeats and delays them. Every change adds
    /// one
    /// checkpoint and raises the head by one, so a change applied twice shows as a head above the number of
    /// checkpoints.
    /// </summary>
    private static async Task WriteUnderFaultsAsync(int seed)
    {
        const int Writers = 3;
        const int Changes = 6;
        var clock = new FakeTimeProvider();
        var objects = new MemoryObjectStore(clock);
        var faulty = new FaultInjectingObjectStore(objects, clock, new Random(seed), new()
        {
            FailBeforeRate = 0.1,
            LoseAnswerRate = 0.1,
            LandLateRate = 0.1,
            RepeatRate = 0.1,
        });
        var calm = new ManifestStore(objects);
        await calm.ChangeAsync(Database, BranchName.Main, _ => SampleManifests.Unowned(), default);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var known = (await calm.FindAsync(Database, BranchName.Main, default))!;
            for (var i = 0; i < Changes; i++)
            {
                known = await InsistAsync(new(faulty), known, $"c{writer}-{i}");
            }
        })));

        await faulty.LandLateWritesAsync();
        var final = (await calm.FindAsync(Database, BranchName.Main, default))!.Manifest;
        Assert.Equal(Writers * Changes, final.Checkpoints.Count);
        Assert.Equal((ulong)(Writers * Changes), final.Head.TxId.Value);
        Assert.Equal((ulong)(Writers * Changes) + 1, final.Generation);
    }

    private static async Task<StoredManifest> InsistAsync(ManifestStore manifests, StoredManifest known, string name)
    {
        while (true)
        {
            try
            {
                return (await manifests.ChangeAsync(known, current => Counted(current!, name), default)).Current!;
            }
            catch (Exception e) when (e is StoreUnavailableException or ManifestConflictException)
            {
            }
        }
    }

    private static Manifest? Counted(Manifest current, string name) => current.Checkpoints.ContainsKey(name)
        ? null
        : Named(current, name) with { Head = new(current.Head.TxId.Next, current.Head.AtUnixMs) };

    private static Manifest Named(Manifest manifest, string name) =>
        manifest with { Checkpoints = manifest.Checkpoints.Add(name, new(new(1), manifest.CreatedAtUnixMs)) };

    private static Func<Manifest?, Manifest?> Claimed(ulong epoch, int nonce) => current => current! with
    {
        EpochNumber = epoch,
        Since = epoch,
        Claim = SampleManifests.Claim with
        {
            Nonce = Nonce.Parse(nonce.ToString("x32", CultureInfo.InvariantCulture), null),
        },
    };

    private async Task<StoredManifest> CreateAsync() =>
        (await ChangeAsync(current => current is null ? SampleManifests.Unowned() : null)).Current!;

    private Task<ManifestChange> ChangeAsync(Func<Manifest?, Manifest?> change) =>
        _manifests.ChangeAsync(Database, BranchName.Main, change, default);
}
