namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// Where the log stands: the current file, the group being put together, the numbers. Used by the log loop only.
/// </summary>
internal sealed class LogWriter(
    ILogDevice device, CommitLogOptions options, UnshippedRecords unshipped, LogRecovery recovery)
{
    private readonly LogGroup _group = new(options.GroupBufferBytes);
    private ulong _lastFile = recovery.LastFile;
    private ulong _lastLsn = recovery.LastLsn;
    private ulong _syncedLsn = recovery.SyncedLsn;
    private bool _hasFile;
    private long _offset;
    private long _flushedBytes;

    /// <summary>
    /// Writes what has to be written, and begins a file if need be, before a record of this length is added.
    /// </summary>
    public async ValueTask MakeRoomAsync(int lengthBytes, CancellationToken token)
    {
        var end = _offset + _group.UsedBytes;
        if (!_hasFile || (end > 0 && end + lengthBytes > options.FileSizeBytes))
        {
            await WriteAsync(token);
            await BeginFileAsync(token);
        }
        else if (!_group.HasRoom(lengthBytes))
        {
            await WriteAsync(token);
        }
    }

    public void Add(AppendedRecord record) =>
        _group.Add(record, new(device.LogId, _lastFile, ++_lastLsn, _syncedLsn), _offset);

    /// <summary>Writes what was added; returns the bytes of all records written since the last flush.</summary>
    public async ValueTask<long> FlushAsync(CancellationToken token)
    {
        await WriteAsync(token);
        var bytes = _flushedBytes;
        _flushedBytes = 0;
        return bytes;
    }

    /// <summary>Gives the files no record needs back to the device.</summary>
    public async ValueTask ReleaseFreedAsync(CancellationToken token)
    {
        foreach (var file in unshipped.TakeFreed())
        {
            await device.ReleaseAsync(file, token);
        }
    }

    /// <summary>The records added and not written fail; the writer is not used any more.</summary>
    public void Fail(Exception failure)
    {
        foreach (var (record, _) in _group.Records)
        {
            record.Fail(failure);
        }
    }

    private async ValueTask WriteAsync(CancellationToken token)
    {
        if (_group.IsEmpty)
        {
            return;
        }

        await device.WriteAsync(_lastFile, _group.Pad(), _offset, token);
        _offset += _group.WriteBytes;
        _syncedLsn = _lastLsn;
        foreach (var (record, location) in _group.Records)
        {
            unshipped.Locate(record, location);
            _flushedBytes += record.LengthBytes;
            record.Complete();
        }

        _group.Clear();
    }

    private async ValueTask BeginFileAsync(CancellationToken token)
    {
        await ReleaseFreedAsync(token);
        await device.CreateAsync(_lastFile + 1, token);
        _lastFile++;
        _hasFile = true;
        _offset = 0;
        unshipped.Begin(_lastFile);
    }
}
