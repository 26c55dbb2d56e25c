namespace Memoturn.Benchmarks.Engine;

/// <summary>The second layer: the engine in process, without HTTP.</summary>
internal static class EngineCommand
{
    public const string DirectoryOption = "directory";
    public const string ProfilesOption = "profiles";

    public static readonly BenchmarkCommand Command = new(
        "engine",
        "the storage engine in process",
        [
            new(DirectoryOption, "DIR", "where files go (default: the system's temporary directory); its disk is what "
                + "is measured"),
            new(ProfilesOption, "N", "profiles that resident-bytes opens (default 100000)"),
        ],
        [
            new("capture", CaptureScenario.RunAsync),
            new("commit-log", CommitLogScenario.RunAsync),
            new("commit-4k", CommitScenario.RunWith4KbPagesAsync),
            new("commit-1k", CommitScenario.RunWith1KbPagesAsync),
            new("memory-commit", MemoryCommitScenario.RunAsync),
            new("point-read-after-switch", PointReadScenario.RunAsync),
            new("create", CreateScenario.RunAsync),
            new("standard-write-one-database", StandardWriteScenario.RunOneDatabaseAsync),
            new("standard-write-64-databases", StandardWriteScenario.RunManyDatabasesAsync),
            new("gc-pause", GcPauseScenario.RunAsync),
            new("resident-bytes", ResidentBytesScenario.RunAsync),
        ]);

    /// <summary>A new directory below the one chosen; the caller deletes it.</summary>
    public static string CreateDirectory(BenchmarkRun run)
    {
        var parent = run.Arguments.Find(DirectoryOption) ?? Path.GetTempPath();
        var directory = Path.Combine(parent, "memoturn-engine-" + Path.GetRandomFileName());
        return Directory.CreateDirectory(directory).FullName;
    }
}
