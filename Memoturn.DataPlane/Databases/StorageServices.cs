using Memoturn.Cluster;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Leases;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Posix;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Memoturn.DataPlane.Databases;

/// <summary>Puts the engine together from its parts. The node is alone: its leases are its own.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddMemoturnStorage(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(options.Storage);
        services.TryAddSingleton(provider => OpenStore(options.ObjectStore, provider));
        services.AddSingleton<ILogDevice>(provider => FileLogDevice.Open(
            options.DataDirectory,
            new(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<FileLogDevice>>()));
        services.AddSingleton<ILeaseStore>(provider => new InProcessLeaseTable(
            provider.GetRequiredService<TimeProvider>(), options.Storage.Lease.Ttl,
            provider.GetRequiredService<Random>()));
        services.AddSingleton(provider => new StorageParts
        {
            Store = provider.GetRequiredService<IObjectStore>(),
            LogDevice = provider.GetRequiredService<ILogDevice>(),
            Leases = provider.GetRequiredService<ILeaseStore>(),
            LeaseClock = LeaseClockOf(provider.GetRequiredService<TimeProvider>()),
        });
        services.AddSingleton<StorageEngine>();
        services.AddSingleton<NameCatalog>();
        services.AddSingleton<NamespaceCatalog>();
        return services.AddHostedService<EngineHost>();
    }

    // A lease runs on while the machine sleeps; an injected clock stays what it is.
    private static TimeProvider LeaseClockOf(TimeProvider clock) =>
        clock == TimeProvider.System && BootClock.IsSupported ? new BootClock() : clock;

    private static IObjectStore OpenStore(ObjectStoreLocation location, IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        return location.Directory is { } directory
            ? new DirectoryObjectStore(directory, clock, provider.GetRequiredService<Random>())
            : new MemoryObjectStore(clock);
    }
}
