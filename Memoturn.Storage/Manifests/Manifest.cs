using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>
/// The root object of a branch, the only one that changes: it names every object the branch needs. Times are unix
/// milliseconds. Layout: docs/formats/manifest.md.
/// </summary>
public sealed record Manifest
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required DatabaseId Uuid { get; init; }

    public required BranchName Branch { get; init; }

    public required BranchId BranchId { get; init; }

    public BranchParent? Parent { get; init; }

    /// <summary>Raised by every change, so that no two states have equal bytes.</summary>
    public ulong Generation { get; init; }

    /// <summary>Number of the newest ownership; 0 = never owned, or a fork nobody confirmed yet.</summary>
    [JsonPropertyName("epoch")]
    public ulong EpochNumber { get; init; }

    public OwnerClaim? Claim { get; init; }

    /// <summary>First epoch of an unbroken run of claims by the claim's log.</summary>
    public ulong Since { get; init; }

    /// <summary>Up to here the tail is in the runs.</summary>
    public FoldedTail Folded { get; init => field = value ?? FoldedTail.None; } = FoldedTail.None;

    /// <summary>The newest txid of the runs and its time; the tail may go beyond.</summary>
    public BranchHead Head { get; init => field = value ?? BranchHead.Empty; } = BranchHead.Empty;

    /// <summary>Ascending by txid; the first one is a snapshot.</summary>
    public ImmutableArray<RunRecord> Runs { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Entries of inherited runs above this txid are no part of the branch.</summary>
    public TxId? Clamp { get; init; }

    /// <summary>Objects kept for a commit that is about to refer to them (protocol D18).</summary>
    public ImmutableArray<HeldObject> Held { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>By name, ordinal.</summary>
    public ImmutableSortedDictionary<string, CheckpointRecord> Checkpoints
    {
        get;
        init => field = value ?? NoCheckpoints;
    } = NoCheckpoints;

    /// <summary>Points that exports hold until their ttl.</summary>
    public ImmutableArray<ReadPin> Pins { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Txids that were never handed out or were lost: disjoint, not adjoining, ascending, 256 at most.
    /// </summary>
    public ImmutableArray<TxIdRange> Gaps { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The states at which this branch and others were merged last.</summary>
    public ImmutableArray<MergeMark> Marks { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>History below it went with an erasure.</summary>
    public TxId? ErasureFloor { get; init; }

    [JsonPropertyName("ttl_at")]
    public long? TtlAtUnixMs { get; init; }

    [JsonPropertyName("created_at")]
    public long CreatedAtUnixMs { get; init; }

    public BranchState State { get; init; }

    public RetentionWindow? Retention { get; init; }

    /// <summary>Members this version does not know, kept as they are.</summary>
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    private static ImmutableSortedDictionary<string, CheckpointRecord> NoCheckpoints { get; } =
        ImmutableSortedDictionary.Create<string, CheckpointRecord>(StringComparer.Ordinal);

    /// <summary>The newest ownership as the pair epochs are compared by.</summary>
    public Epoch CurrentEpoch() => new(EpochNumber, Claim?.Nonce ?? default);
}
