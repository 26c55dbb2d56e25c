using Memoturn.Benchmarks.Reports;
using Memoturn.DataPlane.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// What a profile of three memories costs while the engine has it open, owned and shipped, beside a SQLite connection
/// of its own on a WAL file of the same content: growth of the process's memory, divided by their number.
/// </summary>
/// <remarks>
/// The object store lies in the same process, so it is emptied before the process is measured. A connection has read
/// its file and keeps no statement prepared. Nothing is closed before the last figure is taken.
/// </remarks>
internal static class ResidentBytesScenario
{
    private const int ProfileCount = 100_000;
    private const int ConnectionCount = 1_000;
    private const int MemoryCount = 3;
    private const double Factor = 15;
    private const string Session = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
    private const string ReadAll = "SELECT * FROM __memoturn_memories;";

    private static readonly StorageOptions NeverClosing = new()
    {
        IdleClose = TimeSpan.FromDays(1),
        MemoryBytes = long.MaxValue,
        OpenBranches = int.MaxValue,
    };

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        var count = run.Arguments.GetCount(EngineCommand.ProfilesOption, run.IsQuick ? 20 : ProfileCount);
        var texts = new MemoryTexts(new Random(7));
        NewMemory[] memories = [.. Enumerable.Range(0, MemoryCount).Select(_ => texts.Next())];
        try
        {
            await using var engine = await BenchmarkEngine.StartAsync(
                Path.Combine(directory, "node"), NeverClosing, token);
            var perProfile = await MeasureProfilesAsync(run, engine, memories, count, token);
            var connections = new List<Connection>();
            try
            {
                var connectionCount = run.IsQuick ? 5 : ConnectionCount;
                var perConnection = MeasureConnections(directory, connections, connectionCount, memories);
                run.Add(new(
                    $"one of {count} hot profiles, three memories", "bytes", perProfile, perConnection,
                    BenchmarkGoal.SmallerBy(Factor)));
            }
            finally
            {
                connections.ForEach(connection => connection.Dispose());
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> MeasureProfilesAsync(
        BenchmarkRun run, BenchmarkEngine engine, NewMemory[] memories, int count, CancellationToken token)
    {
        var profiles = new HotProfiles(engine, memories);
        var warmUpCount = Math.Max(1, count / 100);
        await profiles.AddAsync(warmUpCount, token);
        var (process, pages) = (ProcessMemory.Measure(), engine.Engine.State.MemoryBytes);
        var started = TimeProvider.System.GetTimestamp();
        await profiles.AddAsync(count, token);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var name = $"one of {count} hot profiles, ";
        run.Add(new(name + "time to create, write and ship", "us", seconds * 1_000_000 / count));
        run.Add(new(name + "pages alone", "bytes", (engine.Engine.State.MemoryBytes - pages) / (double)count));
        return (ProcessMemory.Measure() - process) / (double)count;
    }

    private static double MeasureConnections(
        string directory, List<Connection> connections, int count, NewMemory[] memories)
    {
        var original = Path.Combine(directory, "original.db");
        CreateFile(original, memories);
        var before = ProcessMemory.Measure();
        for (var index = 0; index < count; index++)
        {
            var path = Path.Combine(directory, $"{index}.db");
            File.Copy(original, path);
            var connection = Connection.Open(path);
            connections.Add(connection);
            connection.ExecuteScript(Session);
            connection.ExecuteScript(ReadAll);
        }

        return (ProcessMemory.Measure() - before) / (double)count;
    }

    private static void CreateFile(string path, NewMemory[] memories)
    {
        using var connection = Connection.Open(path);
        connection.ExecuteScript(Session);
        ReservedSchema.Create(connection);
        foreach (var memory in memories)
        {
            new MemoryWriter(new(connection, new(1), 1, new RecallChanges())).Ingest([memory]);
        }
    }
}
