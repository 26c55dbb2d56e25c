using Memoturn.Benchmarks.Reports;
using Memoturn.DataPlane.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// The ingest of one memory with its keyword index and vector, in a transaction of its own and without a log, beside
/// the same writer on a SQLite file of the same schema, WAL, synchronous=NORMAL, SQLite's default page size.
/// </summary>
internal static class MemoryCommitScenario
{
    private const int PageSize = 1024;
    private const int Dimension = 256;
    private const int WarmUpCount = 1_000;
    private const int MemoryCount = 4_000;
    private const double Goal = 0.5;
    private const string Session = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        try
        {
            using var databases = new UnloggedDatabases(ReservedSchema.Script, PageSize);
            using var pages = databases.Fork();
            using var file = Connection.Open(Path.Combine(directory, "memories.db"));
            file.ExecuteScript(Session);
            ReservedSchema.Create(file);
            var writer = await databases.RentWriterAsync(pages, token);
            var warmUpCount = run.IsQuick ? 20 : WarmUpCount;
            var sides = new SideBySide(run.IsQuick ? 20 : MemoryCount);
            var texts = new MemoryTexts(new Random(7), Dimension);
            NewMemory[] memories =
                [.. Enumerable.Range(0, warmUpCount + sides.Ours.Capacity).Select(_ => texts.Next())];
            await sides.RunAsync(
                warmUpCount, new Ingests(writer, memories).RunNext, new Ingests(file, memories).RunNext, token);
            databases.Pool.Return(writer);
            sides.AddTo(run, "commit of one memory, no log", BenchmarkGoal.RatioAtMost(Goal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private sealed class Ingests(Connection connection, NewMemory[] memories)
    {
        private int _count;

        public void RunNext()
        {
            connection.Execute("BEGIN IMMEDIATE");
            var memory = memories[_count++];
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var context = new WriteContext(connection, new((ulong)_count), now, new RecallChanges());
            new MemoryWriter(context).Ingest([memory]);
            connection.Execute("COMMIT");
        }
    }
}
