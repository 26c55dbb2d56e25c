using Memoturn.Benchmarks.Reports;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// The fork of the template that every new database begins as, beside the same schema by DDL, in one transaction, on a
/// new WAL file with synchronous=NORMAL. Neither the name record nor the manifest of a database is in it.
/// </summary>
internal static class CreateScenario
{
    private const int PageSize = 1024;
    private const int WarmUpCount = 100;
    private const int CreateCount = 1_000;
    private const double Factor = 500;
    private const string Session = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        using var databases = new UnloggedDatabases(ReservedSchema.Script, PageSize);
        var branches = new List<BranchPages>();
        try
        {
            var fileCount = 0;
            var sides = new SideBySide(run.IsQuick ? 3 : CreateCount);
            await sides.RunAsync(
                run.IsQuick ? 1 : WarmUpCount,
                () => branches.Add(databases.Template.Fork()),
                () => CreateFile(Path.Combine(directory, $"{fileCount++}.db")),
                token);
            sides.AddTo(run, "create a database by forking the template", BenchmarkGoal.SmallerBy(Factor));
        }
        finally
        {
            branches.ForEach(branch => branch.Dispose());
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void CreateFile(string path)
    {
        using var connection = Connection.Open(path);
        connection.ExecuteScript(Session);
        ReservedSchema.Create(connection);
    }
}
