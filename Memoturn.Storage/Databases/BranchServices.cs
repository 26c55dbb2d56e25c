using Memoturn.Storage.Catalog;
using Memoturn.Storage.Leases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Segments;
using Memoturn.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Memoturn.Storage.Databases;

/// <summary>What every branch of a node shares; made once by the engine.</summary>
internal sealed record BranchServices
{
    public required StorageOptions Options { get; init; }

    public required TimeProvider Clock { get; init; }

    public required Random Random { get; init; }

    public required IObjectStore Store { get; init; }

    public required NodeLog Log { get; init; }

    public required ILeaseStore Leases { get; init; }

    public required NodeLease Lease { get; init; }

    public required ManifestStore Manifests { get; init; }

    public required NameCatalog Names { get; init; }

    public required PageMemory Memory { get; init; }

    public required ConnectionPool Connections { get; init; }

    public required TemplateSet Templates { get; init; }

    public required CommitCaptures Captures { get; init; }

    public required Permits Ships { get; init; }

    public required StorageInstruments Instruments { get; init; }

    public required ILogger Logger { get; init; }

    public FailPoints? FailPoints { get; init; }

    /// <summary>The level every write of the database has at least.</summary>
    public Durability FloorOf(NameRecord database) =>
        database.Durability > Options.Durability ? database.Durability : Options.Durability;

    public long NowUnixMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
