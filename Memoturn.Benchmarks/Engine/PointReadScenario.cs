using Memoturn.Benchmarks.Reports;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// A pooled connection is pointed at the next of 1,000 databases, reads one row and goes back to its pool, beside
/// opening the next of 1,000 SQLite files of the same schema for the same query and closing it again. The files lie in
/// the system's cache and have no WAL, which would be more to open.
/// </summary>
internal static class PointReadScenario
{
    private const int DatabaseCount = 1_000;
    private const int PageSize = 1024;
    private const int ReadCount = 5_000;
    private const double Factor = 50;
    private const string Insert = "INSERT INTO __memoturn_meta(name, value) VALUES ('one', 1)";
    private const string Select = "SELECT value FROM __memoturn_meta WHERE name = 'one'";

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        var count = run.IsQuick ? 5 : DatabaseCount;
        var directory = EngineCommand.CreateDirectory(run);
        using var databases = new UnloggedDatabases(ReservedSchema.Script, PageSize);
        var branches = new List<BranchPages>(count);
        try
        {
            var files = CreateFiles(directory, count);
            while (branches.Count < count)
            {
                branches.Add(await CreateAsync(databases, token));
            }

            var (nextBranch, nextFile) = (0, 0);
            var sides = new SideBySide(run.IsQuick ? 20 : ReadCount);
            await sides.RunAsync(
                count,
                () => ReadAsync(databases.Pool, branches[nextBranch++ % count], token),
                () => ReadFile(files[nextFile++ % count]),
                token);
            sides.AddTo(run, "point read after switching database", BenchmarkGoal.SmallerBy(Factor));
        }
        finally
        {
            branches.ForEach(branch => branch.Dispose());
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async ValueTask ReadAsync(ConnectionPool pool, BranchPages branch, CancellationToken token)
    {
        using var pin = branch.PinHead();
        var reader = await pool.RentReaderAsync(pin, token);
        Read(reader);
        pool.Return(reader);
    }

    private static ValueTask ReadFile(string path)
    {
        using var connection = Connection.Open(path);
        Read(connection);
        return ValueTask.CompletedTask;
    }

    private static void Read(Connection connection)
    {
        using var select = connection.Prepare(Select);
        if (!select.Step() || select.GetInt64(0) != 1)
        {
            throw new InvalidOperationException("the row is not there");
        }
    }

    private static async Task<BranchPages> CreateAsync(UnloggedDatabases databases, CancellationToken token)
    {
        var branch = databases.Fork();
        var writer = await databases.RentWriterAsync(branch, token);
        writer.Execute(Insert);
        databases.Pool.Return(writer);
        return branch;
    }

    // The first is made, the others are copies of it.
    private static string[] CreateFiles(string directory, int count)
    {
        var paths = Enumerable.Range(0, count).Select(index => Path.Combine(directory, $"{index}.db")).ToArray();
        using (var connection = Connection.Open(paths[0]))
        {
            ReservedSchema.Create(connection);
            connection.Execute(Insert);
        }

        foreach (var path in paths[1..])
        {
            File.Copy(paths[0], path);
        }

        return paths;
    }
}
