using System.Diagnostics;
using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Posix;

namespace Memoturn.Tests.Storage.ObjectStores;

public sealed class DirectoryObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("memoturn-objects-").FullName;

    public DirectoryObjectStoreTests() => Store = new DirectoryObjectStore(_path, Clock, new Random(1));

    protected override IObjectStore Store { get; }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Objects_outlive_the_store_and_are_shared_with_another_one()
    {
        var etag = (await Store.PutAsync(new("a/b"), "hello"u8.ToArray(), PutCondition.Absent, default)).ETag!.Value;
        var other = new DirectoryObjectStore(_path, Clock, new Random(2));

        Assert.Equal(etag, (await other.FindAsync(new("a/b"), default))?.ETag);
        Assert.True((await other.PutAsync(new("a/b"), "x"u8.ToArray(), PutCondition.Matches(etag), default)).Landed);
        Assert.False((await Store.PutAsync(new("a/b"), "y"u8.ToArray(), PutCondition.Matches(etag), default)).Landed);
    }

    [Fact]
    public async Task Nothing_is_left_of_deleted_objects_and_refused_puts()
    {
        await Store.PutAsync(new("a/b/c"), new byte[3], PutCondition.Absent, default);
        await Store.PutAsync(new("a/b/c"), new byte[3], PutCondition.Absent, default);
        await Store.DeleteAsync(new("a/b/c"), default);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_path, "objects")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_path, "tmp")));
    }

    [Fact]
    public void What_a_dead_process_left_half_written_goes_at_a_later_start()
    {
        var old = Path.Combine(_path, "tmp", "old");
        var young = Path.Combine(_path, "tmp", "young");
        File.WriteAllText(old, "x");
        File.SetLastWriteTimeUtc(old, Clock.GetUtcNow().UtcDateTime.AddDays(-2));
        File.WriteAllText(young, "x");
        File.SetLastWriteTimeUtc(young, Clock.GetUtcNow().UtcDateTime.AddHours(-2));

        _ = new DirectoryObjectStore(_path, Clock, new Random(3));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task A_file_that_lost_its_end_is_a_typed_error()
    {
        await Store.PutAsync(new("a"), "hello"u8.ToArray(), PutCondition.Absent, default);
        var path = Path.Combine(_path, "objects", "a%");
        var bytes = await File.ReadAllBytesAsync(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(path, bytes[..length]);
            await Assert.ThrowsAsync<CorruptObjectException>(() => Store.FindAsync(new("a"), default));
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_used_is_a_store_that_does_not_answer()
    {
        var file = Path.Combine(_path, "file");
        await File.WriteAllTextAsync(file, "x");

        Assert.Throws<StoreUnavailableException>(() => new DirectoryObjectStore(file, Clock, new Random(1)));
    }

    [Fact]
    public async Task Keys_no_path_may_come_from_are_refused()
    {
        foreach (var key in new[]
        {
            "", "/a", "a/", "a//b", "../a", "a/../b", "a/.", "ä", "a\n", new string('x', 2000), new string('x', 255),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.FindAsync(new(key), default));
        }
    }

    [Fact]
    public async Task A_lock_is_free_again_once_the_process_that_held_it_is_killed()
    {
        var path = Path.Combine(_path, "locks", "held");
        using var holder =
            Process.Start(new ProcessStartInfo(
                "flock", [path, "-c", "echo held; exec sleep 60"])
            { RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        Assert.Null(Flock.TryAcquire(path));
        var waiting = Task.Run(() => Flock.Acquire(path));

        holder.Kill(entireProcessTree: true);

        using var acquired = await waiting.WaitAsync(TestTimeouts.Default);
        Assert.False(acquired.IsInvalid);
    }
}
