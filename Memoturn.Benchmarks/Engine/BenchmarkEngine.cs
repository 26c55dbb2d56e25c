using Memoturn.Cluster;
using Memoturn.DataPlane;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Memoturn.Benchmarks.Engine;

/// <summary>One engine over an object store in memory, with its commit log on the disk that is measured.</summary>
internal sealed class BenchmarkEngine : IAsyncDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private readonly FileLogDevice _device;

    private BenchmarkEngine(FileLogDevice device, IObjectStore store, StorageEngine engine)
    {
        _device = device;
        Store = store;
        Engine = engine;
    }

    public IObjectStore Store { get; }

    public StorageEngine Engine { get; }

    public static Task<BenchmarkEngine> StartAsync(string directory, CancellationToken token) =>
        StartAsync(directory, new(), token);

    public static async Task<BenchmarkEngine> StartAsync(
        string directory, StorageOptions options, CancellationToken token)
    {
        var clock = TimeProvider.System;
        var random = new SecureRandom();
        var device = FileLogDevice.Open(directory, new(), random, NullLogger<FileLogDevice>.Instance);
        var parts = new StorageParts
        {
            Store = new MemoryObjectStore(clock),
            LogDevice = device,
            Leases = new InProcessLeaseTable(clock, LeaseTime, random),
        };
        var engine = new StorageEngine(options, parts, clock, random, NullLogger<StorageEngine>.Instance);
        await engine.StartAsync(token);
        return new(device, parts.Store, engine);
    }

    public async Task<NameRecord> CreateAsync(string name, CancellationToken token)
    {
        var creation = await Engine.Names.CreateAsync(DatabaseName.Parse(name, null), new(), token);
        return creation.Record;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _device.Dispose();
    }
}
