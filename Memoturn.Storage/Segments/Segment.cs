using System.Collections.Immutable;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>One shipped or compacted object of page entries. Layout: docs/formats/segment.md.</summary>
internal sealed record Segment
{
    public required DatabaseId Database { get; init; }

    /// <summary>The branch that wrote it; a run keeps the origin of the branch that compacted it.</summary>
    public required BranchId Origin { get; init; }

    /// <summary>Position in the tail; 0 for a run.</summary>
    public ulong Seq { get; init; }

    /// <summary>
    /// <see cref="SegmentCodec.Hash"/> of the preceding tail object; 0 for the first one and for runs.
    /// </summary>
    public UInt128 Previous { get; init; }

    public SegmentKind Kind { get; init; }

    /// <summary>For a fence the highest txid it spends (protocol B8), else the last txid of the history.</summary>
    public TxId Hi { get; init; }

    /// <summary>The distinct objects that entries take bases or pages from; entries name them by index.</summary>
    public ImmutableArray<ObjectKey> Refs { get; init; } = [];

    /// <summary>0 when not encrypted.</summary>
    public uint KeyId { get; init; }

    public SegmentSalt Salt { get; init; }

    public required Epoch Epoch { get; init; }

    /// <summary>Drawn once per sealed segment: bytes under one nonce never change (protocol A7).</summary>
    public required Nonce Nonce { get; init; }

    /// <summary>The lowest txid the object covers; 0 for a snapshot and for an object without commits.</summary>
    public TxId MinTxId { get; init; }

    /// <summary>The highest txid the object covers.</summary>
    public TxId MaxTxId { get; init; }

    /// <summary>512 to 65536, a power of two.</summary>
    public required int PageSize { get; init; }

    /// <summary>Pages of the database after the last commit.</summary>
    public uint PageCount { get; init; }

    /// <summary>Ascending by txid.</summary>
    public ImmutableArray<CapturedCommit> Commits { get; init; } = [];
}
