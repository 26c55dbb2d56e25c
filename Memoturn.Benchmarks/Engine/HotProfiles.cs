using Memoturn.DataPlane.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Benchmarks.Engine;

/// <summary>Profiles made by the engine's whole path and kept open: created, written to, shipped.</summary>
internal sealed class HotProfiles(BenchmarkEngine engine, IReadOnlyList<NewMemory> memories)
{
    private const int BatchSize = 1_000;
    private const int WriterCount = 64;
    private const int ListingSize = 1_000;

    private static readonly TimeSpan ShippingPoll = TimeSpan.FromMilliseconds(5);

    private int _count;

    /// <summary>
    /// Adds profiles that hold the memories, one commit each, and empties the object store behind them: what stays in
    /// memory is what the engine holds.
    /// </summary>
    public async Task AddAsync(int count, CancellationToken token)
    {
        for (var end = _count + count; _count < end;)
        {
            var batchEnd = Math.Min(end, _count + BatchSize);
            await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(writer =>
                Task.Run(() => AddShareAsync(_count + writer, batchEnd, token), token)));
            _count = batchEnd;
            await WhenShippedAsync(token);
            await EmptyStoreAsync(token);
        }
    }

    private async Task AddShareAsync(int first, int end, CancellationToken token)
    {
        for (var number = first; number < end; number += WriterCount)
        {
            var profile = await engine.CreateAsync($"bench--profile-{number}", token);
            foreach (var memory in memories)
            {
                var result = await engine.Engine.WriteAsync(
                    profile, BranchName.Main, Durability.Standard, context =>
                        new MemoryWriter(context).Ingest([memory]).Count, token);
                _ = result.Value;
            }
        }
    }

    private async Task WhenShippedAsync(CancellationToken token)
    {
        while (engine.Engine.State.BacklogBranches > 0)
        {
            await Task.Delay(ShippingPoll, TimeProvider.System, token);
        }
    }

    private async Task EmptyStoreAsync(CancellationToken token)
    {
        ObjectPage page;
        do
        {
            page = await engine.Store.ListAsync("", null, ListingSize, token);
            await engine.Store.DeleteManyAsync([.. page.Entries.Select(entry => entry.Key)], token);
        }
        while (page.HasMore);
    }
}
