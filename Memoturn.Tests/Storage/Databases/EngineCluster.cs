using Memoturn.Cluster;
using Memoturn.DataPlane;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Memoturn.Tests.Storage.Databases;

/// <summary>
/// Engines over one object store and one lease table: what a test of several nodes, or of one node's lives, needs.
/// </summary>
internal sealed class EngineCluster : IAsyncDisposable
{
    private readonly List<StorageEngine> _engines = [];
    private readonly InProcessLeaseTable _leases;

    /// <param name="bucket">What the engines share; null for one in memory.</param>
    public EngineCluster(IObjectStore? bucket = null)
    {
        Bucket = bucket ?? new MemoryObjectStore(Clock);
        Faults = new(Bucket);
        Store = new(Faults);
        _leases = NewLeases();
    }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public IObjectStore Bucket { get; }

    public SwitchableObjectStore Faults { get; }

    public CountingObjectStore Store { get; }

    public Random Random { get; } = new SecureRandom();

    public StorageOptions Options { get; init; } = new() { ShipInterval = TimeSpan.FromMilliseconds(20) };

    public FailPoints? FailPoints { get; init; }

    public MemoryLogDevice NewLog() => new(LogId.Create(Random));

    public async Task<StorageEngine> StartAsync(
        ILogDevice? log = null, string node = "node-1", StorageOptions? options = null, bool sharesLeases = true)
    {
        var parts = new StorageParts
        {
            Store = Store,
            LogDevice = log ?? NewLog(),
            LogOptions = new() { FileSizeBytes = 1 << 20 },
            Leases = sharesLeases ? _leases : NewLeases(),
            FailPoints = FailPoints,
        };
        var engine = new StorageEngine(
            (options ?? Options) with { Node = new(node) }, parts, Clock, Random, NullLogger<StorageEngine>.Instance);
        _engines.Add(engine);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    public static async Task<NameRecord> CreateAsync(
        StorageEngine engine, string name, Durability durability = Durability.Standard)
    {
        var creation = await engine.Names.CreateAsync(
            DatabaseName.Parse(name, null), new() { Durability = durability }, CancellationToken.None);
        return creation.Record;
    }

    private InProcessLeaseTable NewLeases() => new(Clock, TimeSpan.FromSeconds(10), Random);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }
    }
}
