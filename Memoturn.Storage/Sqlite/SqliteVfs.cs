namespace Memoturn.Storage.Sqlite;

/// <summary>The virtual file system through which SQLite reads and writes page tables.</summary>
/// <param name="name">Registered with SQLite under this name; unique in the process.</param>
/// <param name="clock">What SQL's 'now' reads.</param>
/// <param name="random">What SQL's random() and randomblob() draw from.</param>
public sealed class SqliteVfs(string name, TimeProvider clock, Random random) : IDisposable
{
    public string Name { get; } = name;

    internal TimeProvider Clock { get; } = clock;

    internal Random Random { get; } = random;

    public void Dispose()
    {
    }
}
