using Memoturn.Benchmarks.Reports;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// One row in a transaction of its own through the VFS, without a log, beside SQLite's own memory database through the
/// same statement layer.
/// </summary>
internal static class CommitScenario
{
    private const int WarmUpCount = 300_000;
    private const int CommitCount = 100_000;

    public static Task RunWith4KbPagesAsync(BenchmarkRun run, CancellationToken token) =>
        RunAsync(run, 4096, 3, token);

    public static Task RunWith1KbPagesAsync(BenchmarkRun run, CancellationToken token) =>
        RunAsync(run, 1024, 2.5, token);

    private static async Task RunAsync(BenchmarkRun run, int pageSize, double goal, CancellationToken token)
    {
        using var databases = new UnloggedDatabases(NotesSchema.Create, pageSize);
        using var pages = databases.Fork();
        using var memory = Connection.Open(":memory:");
        memory.ExecuteScript($"PRAGMA page_size = {pageSize}");
        memory.ExecuteScript(NotesSchema.Create);
        var writer = await databases.RentWriterAsync(pages, token);
        var sides = new SideBySide(run.IsQuick ? 500 : CommitCount);
        await sides.RunAsync(
            run.IsQuick ? 500 : WarmUpCount, () => NotesSchema.Add(writer), () => NotesSchema.Add(memory), token);
        databases.Pool.Return(writer);
        sides.AddTo(run, $"single-row commit, {pageSize / 1024} KB pages", BenchmarkGoal.RatioAtMost(goal));
    }
}
