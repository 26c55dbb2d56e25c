using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.Manifests;

public sealed class ManifestInvariantsTests
{
    private static readonly Manifest Full = SampleManifests.Full();

    public static TheoryData<string, Func<Manifest, Manifest>> Forbidden => new()
    {
        { "the generation raised by one", next => next with { Generation = Full.Generation } },
        { "the generation raised by one", next => next with { Generation = Full.Generation + 2 } },
        { "the same database and branch", next => next with { Branch = BranchName.Parse("other", null) } },
        { "an epoch that never falls", next => next with { EpochNumber = 2 } },
        { "one claim for an epoch", next => next with { Claim = SampleManifests.Claim with { Nonce = new(99) } } },
        { "a claim at every epoch above 0", next => next with { Claim = null } },
        { "a log's first epoch not above", next => next with { Since = 4 } },
        { "a folded seq that never falls", next => next with { Folded = new(4, 1) } },
        { "one hash for a folded seq", next => next with { Folded = new(5, 1) } },
        { "a hash for the folded seq", next => next with { Folded = new(6, 0) } },
        { "a head that never falls", next => next with { Head = new(new(199), 0) } },
        { "gaps that are never given back", next => next with { Gaps = [new(new(30), new(30))] } },
        { "gaps disjoint, apart and ascending", next => next with { Gaps = [.. Full.Gaps, new(new(31), new(40))] } },
        { "gaps disjoint, apart and ascending", next => next with { Gaps = [.. Full.Gaps, new(new(50), new(40))] } },
        { "256 gaps at most", next =>
            next with { Gaps = [.. Full.Gaps, .. Enumerable.Range(20, 255).Select(
                i => new TxIdRange(new((ulong)i * 2), new((ulong)i * 2)))] } },
        { "an erasure floor that never falls", next => next with { ErasureFloor = null } },
        { "the same origin", next => next with { Parent = null } },
        { "the same origin", next => next with { CreatedAtUnixMs = 0 } },
        { "runs with a range and ascending", next => next with { Runs = [Full.Runs[0], Full.Runs[1], Full.Runs[0]] } },
        { "a snapshot, or a tail object", next => next with { Runs = [Full.Runs[1]] } },
        { "every object of the database itself", next =>
            next with { Held = [new(ObjectKeys.Tail(new(5), new(6), 1), new(1), 1)] } },
        { "a tombstone that is final", next => next with { BranchId = new(0x77) } },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_change_that_breaks_a_rule_is_refused_by_its_name(string rule, Func<Manifest, Manifest> change)
    {
        var next = change(Full with { Generation = Full.Generation + 1 });

        var error = Assert.Throws<InvariantException>(() => ManifestInvariants.Require(Full, next));

        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tombstone_stays_one_until_a_new_branch_takes_its_name()
    {
        var tombstone = Full with
        {
            State = BranchState.Deleted,
            Generation = 13,
            EpochNumber = 4,
            Claim = SampleManifests.Claim with { Nonce = new(9) },
        };
        ManifestInvariants.Require(Full, tombstone);

        Assert.Throws<InvariantException>(
            () => ManifestInvariants.Require(tombstone, tombstone with { State = BranchState.Live, Generation = 14 }));
        ManifestInvariants.Require(tombstone, SampleManifests.Unowned() with { BranchId = new(0x99), Generation = 14 });
    }

    [Fact]
    public void Progress_is_allowed()
    {
        ManifestInvariants.Require(null, SampleManifests.Unowned());
        ManifestInvariants.Require(null, Full);
        ManifestInvariants.Require(Full, Full with
        {
            Generation = 13,
            EpochNumber = 4,
            Claim = SampleManifests.Claim with { Nonce = new(9) },
            Folded = new(6, 0xdef),
            Head = new(new(250), 1),
            Gaps = [new(new(10), new(30)), new(new(201), new(240))],
        });
    }
}
