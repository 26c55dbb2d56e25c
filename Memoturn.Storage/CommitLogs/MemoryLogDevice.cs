namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// A log device in memory that tells what was written from what was synced, and fails on demand. For tests and for
/// databases nobody needs after the process; answers before its calls return.
/// </summary>
public sealed class MemoryLogDevice(LogId logId) : ILogDevice
{
    /// <summary>Guards every field below.</summary>
    private readonly Lock _lock = new();

    private readonly SortedDictionary<ulong, MemoryFile> _files = [];
    private readonly SortedDictionary<string, byte[]> _conflicts = new(StringComparer.Ordinal);
    private readonly Queue<MemoryFile> _free = [];
    private WriteFault? _nextWrite;

    public LogId LogId { get; } = logId;

    /// <summary>What was set aside, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Conflicts => _conflicts;

    /// <summary>Groups written and synced.</summary>
    public int GroupCount { get; private set; }

    /// <summary>Bytes of the files listed and of those kept for reuse.</summary>
    public long StoredBytes
    {
        get
        {
            lock (_lock)
            {
                return _files.Values.Concat(_free).Sum(file => (long)file.Bytes.Length);
            }
        }
    }

    /// <summary>The next write fails as the disk would: so many bytes of it are written, none synced.</summary>
    public void FailNextWrite(string message, int writtenBytes) => _nextWrite = new(message, writtenBytes);

    /// <summary>The next write is written, and its sync fails.</summary>
    public void FailNextSync(string message) => _nextWrite = new(message, int.MaxValue);

    /// <summary>Changes bytes on the disk.</summary>
    public void Corrupt(ulong file, long offsetBytes, byte mask) => _files[file].Bytes[(int)offsetBytes] ^= mask;

    /// <summary>
    /// The power goes: of what was written and not synced, as many bytes stay as <paramref name="keep"/> says of the
    /// length given.
    /// </summary>
    public void Crash(Func<int, int> keep)
    {
        lock (_lock)
        {
            _nextWrite = null;
            foreach (var file in _files.Values)
            {
                file.Cut(file.SyncedBytes + keep(file.WrittenBytes - file.SyncedBytes));
            }
        }
    }

    public IReadOnlyList<ulong> ListFiles()
    {
        lock (_lock)
        {
            return [.. _files.Keys];
        }
    }

    public long LengthBytes(ulong file)
    {
        lock (_lock)
        {
            return _files[file].Bytes.Length;
        }
    }

    public int Read(ulong file, long offsetBytes, Span<byte> target)
    {
        lock (_lock)
        {
            var bytes = _files[file].Bytes.AsSpan();
            var available = bytes[(int)Math.Min(bytes.Length, offsetBytes)..];
            var length = Math.Min(available.Length, target.Length);
            available[..length].CopyTo(target);
            return length;
        }
    }

    public ValueTask CreateAsync(ulong file, CancellationToken token)
    {
        lock (_lock)
        {
            var created = _free.TryDequeue(out var free) ? free : new();
            created.Reuse();
            _files.Add(file, created);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask WriteAsync(ulong file, ReadOnlyMemory<byte> group, long offsetBytes, CancellationToken token)
    {
        lock (_lock)
        {
            if (_nextWrite is { } fault)
            {
                _nextWrite = null;
                var written = Math.Min(group.Length, fault.WrittenBytes);
                _files[file].Write(group.Span[..written], (int)offsetBytes, isSynced: false);
                throw new LocalDiskException(
                    $"commit log in memory: could not write {group.Length} bytes to file {file}: {fault.Message}");
            }

            _files[file].Write(group.Span, (int)offsetBytes, isSynced: true);
            GroupCount++;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask ReleaseAsync(ulong file, CancellationToken token)
    {
        lock (_lock)
        {
            if (_files.Remove(file, out var released) && _free.Count == 0)
            {
                _free.Enqueue(released);
            }

            return ValueTask.CompletedTask;
        }
    }

    public ValueTask SetAsideAsync(string name, ReadOnlyMemory<byte> content, CancellationToken token)
    {
        lock (_lock)
        {
            _conflicts[name] = content.ToArray();
            return ValueTask.CompletedTask;
        }
    }

    private sealed record WriteFault(string Message, int WrittenBytes);

    private sealed class MemoryFile
    {
        public byte[] Bytes { get; private set; } = [];

        public int WrittenBytes { get; private set; }

        public int SyncedBytes { get; private set; }

        /// <summary>The old bytes stay, as they do on a disk.</summary>
        public void Reuse() => (WrittenBytes, SyncedBytes) = (0, 0);

        public void Write(ReadOnlySpan<byte> bytes, int offset, bool isSynced)
        {
            if (Bytes.Length < offset + bytes.Length)
            {
                var grown = new byte[Math.Max(offset + bytes.Length, Bytes.Length * 2)];
                Bytes.CopyTo(grown.AsSpan());
                Bytes = grown;
            }

            bytes.CopyTo(Bytes.AsSpan(offset));
            WrittenBytes = Math.Max(WrittenBytes, offset + bytes.Length);
            SyncedBytes = isSynced ? WrittenBytes : SyncedBytes;
        }

        public void Cut(int lengthBytes)
        {
            Bytes.AsSpan(lengthBytes, WrittenBytes - lengthBytes).Clear();
            WrittenBytes = SyncedBytes = lengthBytes;
        }
    }
}
