using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// The virtual file system through which SQLite reads and writes page tables. Dispose it after every connection opened
/// through it.
/// </summary>
public sealed unsafe class SqliteVfs : IDisposable
{
    private const int VersionWithInt64Time = 2;
    private const int MaxPath = 512;
    private const long UnixEpochJulianMs = 210_866_760_000_000;

    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly Lock _gate = new(); // guards _random, _announced and _announcedCount
    private readonly Dictionary<string, DatabaseFile> _announced = new(StringComparer.Ordinal);
    private readonly NativeVfs* _native;
    private long _announcedCount;
    private bool _isDisposed;

    /// <param name="name">Registered with SQLite under this name; unique in the process.</param>
    /// <param name="clock">What SQL's 'now' reads.</param>
    /// <param name="random">What SQL's random() and randomblob() draw from; used under a lock of its own.</param>
    public SqliteVfs(string name, TimeProvider clock, Random random)
    {
        Name = name;
        _clock = clock;
        _random = random;
        Default = sqlite3_vfs_find(null);
        Handle = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        Methods = (NativeIoMethods*)NativeMemory.Alloc((nuint)sizeof(NativeIoMethods));
        *Methods = FileCallbacks.Table;
        _native = (NativeVfs*)NativeMemory.AllocZeroed((nuint)sizeof(NativeVfs));
        *_native = *Default;
        _native->Version = VersionWithInt64Time;
        _native->FileSizeBytes = Math.Max(sizeof(NativeFile), Default->FileSizeBytes);
        _native->MaxPathLength = MaxPath;
        _native->Next = null;
        _native->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        _native->AppData = Handle;
        VfsCallbacks.Fill(_native);
        var code = sqlite3_vfs_register(_native, 0);
        if (code != Ok)
        {
            throw new SqlFailedException($"register vfs {name} ({code})");
        }
    }

    public string Name { get; }

    internal SchemaIds Schemas { get; } = new();

    internal NativeVfs* Default { get; }

    internal NativeIoMethods* Methods { get; }

    internal nint Handle { get; }

    internal long NowJulianMs => UnixEpochJulianMs + _clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _ = sqlite3_vfs_unregister(_native);
        Marshal.FreeCoTaskMem((nint)_native->Name);
        NativeMemory.Free(_native);
        NativeMemory.Free(Methods);
        GCHandle.FromIntPtr(Handle).Free();
    }

    internal void Draw(Span<byte> target)
    {
        lock (_gate)
        {
            _random.NextBytes(target);
        }
    }

    /// <summary>Gives the file a name under which the next open finds it, once.</summary>
    internal string Announce(DatabaseFile file)
    {
        lock (_gate)
        {
            var name = (++_announcedCount).ToString(CultureInfo.InvariantCulture);
            _announced.Add(name, file);
            return name;
        }
    }

    internal bool TryTake(string? name, [NotNullWhen(true)] out DatabaseFile? file)
    {
        lock (_gate)
        {
            file = null;
            return name is not null && _announced.Remove(name, out file);
        }
    }
}
