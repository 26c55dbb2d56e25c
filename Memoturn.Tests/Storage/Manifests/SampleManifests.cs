using Memoturn.Storage.Databases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.Manifests;

/// <summary>Manifests to begin a test from.</summary>
internal static class SampleManifests
{
    public static readonly DatabaseId Database = DatabaseId.Parse("0123456789ab4def8123456789abcdef", null);

    public static readonly ObjectKey MainKey = ObjectKeys.Manifest(Database, BranchName.Main);

    public static readonly OwnerClaim Claim = new(new(7), "node-1", new(8), "etcd-1", 42);

    public static Manifest Unowned() => new()
    {
        Uuid = Database,
        Branch = BranchName.Main,
        BranchId = new(0x11),
        Generation = 1,
        CreatedAtUnixMs = 1_700_000_000_000,
    };

    /// <summary>Every member set.</summary>
    public static Manifest Full() => Unowned() with
    {
        Parent = new(new(0x22), new(90)),
        Generation = 12,
        EpochNumber = 3,
        Claim = Claim,
        Since = 2,
        Folded = new(5, 0xabc),
        Head = new(new(200), 1_700_000_100_000),
        Runs =
        [
            new(ObjectKeys.Run(Database, new(0), new(100), new(1)), new(0), new(100), 4096, 0x1),
            new(ObjectKeys.Run(Database, new(101), new(200), new(2)), new(101), new(200), 512, 0x2)
            {
                Refs = [ObjectKeys.Run(Database, new(0), new(100), new(1))],
            },
        ],
        Clamp = new(90),
        Held = [new(ObjectKeys.Tail(Database, new(0x22), 4), new(201), 0x3)],
        Checkpoints = Unowned().Checkpoints.Add("before", new(new(50), 1_700_000_050_000, 1_800_000_000_000)).Add(
            "Zürich", new(new(51), 5)),
        Pins = [new(new(0x44), new(120), 1_700_000_200_000)],
        Gaps = [new(new(10), new(12)), new(new(30), new(30))],
        Marks = [new(new(0x55), new(60), new(150))],
        ErasureFloor = new(9),
        TtlAtUnixMs = 1_900_000_000_000,
        Retention = new(86_400, 2_592_000),
    };
}
