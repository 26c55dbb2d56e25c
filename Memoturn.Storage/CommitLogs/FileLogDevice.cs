using System.Globalization;
using System.Threading.Channels;
using Memoturn.Storage.Posix;
using Microsoft.Extensions.Logging;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// A commit log's files in a node's data directory, which it keeps locked: <c>log/{number:020}.log</c>.
/// </summary>
/// <remarks>Released files keep their bytes as <c>.free</c> until they are used again.</remarks>
public sealed partial class FileLogDevice : ILogDevice, IDisposable
{
    private const string LogSuffix = ".log";
    private const string FreeSuffix = ".free";

    /// <summary>Guards the lengths.</summary>
    private readonly Lock _lock = new();

    private readonly SortedDictionary<ulong, long> _lengths = [];
    private readonly DataDirectory _directory;
    private readonly FileLogOptions _options;
    private readonly DeviceThread _thread;
    private readonly Channel<bool> _setAsidePermit = Channel.CreateBounded<bool>(1);
    private LogFile? _current;

    private FileLogDevice(DataDirectory directory, FileLogOptions options)
    {
        _directory = directory;
        _options = options;
        foreach (var path in Directory.EnumerateFiles(directory.LogPath, "*" + LogSuffix))
        {
            _lengths.Add(NumberOf(path), new FileInfo(path).Length);
        }

        _thread = new("commit log");
        _setAsidePermit.Writer.TryWrite(true);
    }

    public LogId LogId => _directory.LogId;

    /// <summary>Opens the data directory, making it when there is none, and locks it.</summary>
    /// <exception cref="ConfigurationException">Another node uses the directory.</exception>
    /// <exception cref="LocalDiskException">
    /// It cannot be read or written, or something in it is not of a log.
    /// </exception>
    public static FileLogDevice Open(
        string directory, FileLogOptions options, Random random, ILogger<FileLogDevice> logger)
    {
        if (!Fdatasync.IsNative)
        {
            LogNoFdatasync(logger, directory);
        }

        var data = DataDirectory.Open(directory, random);
        try
        {
            return new(data, options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            data.Dispose();
            throw new LocalDiskException($"commit log in '{directory}' cannot be read: {failure.Message}", failure);
        }
        catch (LocalDiskException)
        {
            data.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ulong> ListFiles()
    {
        lock (_lock)
        {
            return [.. _lengths.Keys];
        }
    }

    public long LengthBytes(ulong file)
    {
        lock (_lock)
        {
            return _lengths.GetValueOrDefault(file);
        }
    }

    public int Read(ulong file, long offsetBytes, Span<byte> target)
    {
        try
        {
            using var handle = File.OpenHandle(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var total = 0;
            for (var read = -1; read != 0 && total < target.Length; total += read)
            {
                read = RandomAccess.Read(handle, target[total..], offsetBytes + total);
            }

            return total;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed($"read file {file} at {offsetBytes}", failure);
        }
    }

    public ValueTask CreateAsync(ulong file, CancellationToken token) =>
        RunInline(() => Create(file), () => $"make file {file}");

    public ValueTask WriteAsync(ulong file, ReadOnlyMemory<byte> group, long offsetBytes, CancellationToken token) =>
        RunInline(
        () =>
            Write(file, group.Span, offsetBytes), () => $"write {group.Length} bytes to file {file} at {offsetBytes}");

    public ValueTask ReleaseAsync(ulong file, CancellationToken token) =>
        RunInline(() => Release(file), () => $"release file {file}");

    public async ValueTask SetAsideAsync(string name, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        // One at a time, so that the thread's line, in which the log stands too, is never full of these.
        await _setAsidePermit.Reader.ReadAsync(token);
        try
        {
            await _thread.Run(() => Attempt(() => SetAside(name, content.Span), () => $"set aside {name}"));
        }
        finally
        {
            _setAsidePermit.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits for the write under way, closes the files and gives the directory free.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _current?.Dispose();
        _directory.Dispose();
    }

    private static ulong NumberOf(string path) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) && number > 0
            ? number
            : throw new LocalDiskException($"'{path}': a commit log file is named by its number, found another name");

    private ValueTask RunInline(Action work, Func<string> attempted) =>
        new(_thread.RunInline(() => Attempt(work, attempted)));

    private void Attempt(Action work, Func<string> attempted)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(attempted(), failure);
        }
    }

    private LocalDiskException Failed(string attempted, Exception failure) =>
        new($"commit log in '{_directory.Path}': could not {attempted}: {failure.Message}", failure);

    private void Create(ulong file)
    {
        _current?.Dispose();
        _current = null;
        var path = PathOf(file);
        foreach (var free in Directory.GetFiles(_directory.LogPath, "*" + FreeSuffix))
        {
            // A number is used once: old records of the same number would pass for new ones.
            if (string.CompareOrdinal(Path.ChangeExtension(free, LogSuffix), path) >= 0)
            {
                File.Delete(free);
            }
            else
            {
                File.Move(free, path, overwrite: true);
                break;
            }
        }

        _current = LogFile.Open(file, path, _options.ReserveBytes);
        DirectorySync.Flush(_directory.LogPath);
        SetLength(file, 0);
    }

    private void Write(ulong file, ReadOnlySpan<byte> group, long offsetBytes)
    {
        if (_current is not { } current || current.Number != file)
        {
            throw new IOException($"file {file} is not the current one");
        }

        current.Write(group, offsetBytes);
        SetLength(file, offsetBytes + group.Length);
    }

    private void Release(ulong file)
    {
        lock (_lock)
        {
            _lengths.Remove(file);
        }

        var path = PathOf(file);
        if (Directory.EnumerateFiles(_directory.LogPath, "*" + FreeSuffix).Count() < _options.SpareFiles)
        {
            File.Move(path, Path.ChangeExtension(path, FreeSuffix));
        }
        else
        {
            File.Delete(path);
        }
    }

    private void SetAside(string name, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(_directory.ConflictPath);
        AtomicFile.Write(Path.Combine(_directory.ConflictPath, name), content);
    }

    private void SetLength(ulong file, long lengthBytes)
    {
        lock (_lock)
        {
            _lengths[file] = lengthBytes;
        }
    }

    private string PathOf(ulong file) =>
        Path.Combine(_directory.LogPath, file.ToString("d20", CultureInfo.InvariantCulture) + LogSuffix);

    [LoggerMessage(EventId = StorageEventIds.NoDataSync, Level = LogLevel.Warning,
        Message =
            "{Directory}: this system has no fdatasync; every commit flushes the file's metadata too, which is slower")]
    private static partial void LogNoFdatasync(ILogger logger, string directory);
}
