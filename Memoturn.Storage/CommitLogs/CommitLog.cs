using System.Threading.Channels;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// The append-only log of one node for all its databases: acknowledged commits that are not yet in object storage.
/// </summary>
/// <remarks>Format: docs/formats/commit-log.md. Rules: protocol C11-C13.</remarks>
public sealed class CommitLog
{
    /// <summary>What one array holds, with room for the zeros behind it.</summary>
    private const int MostRecordBytes = 0x7F000000;

    private static readonly TimeSpan ShedRetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly ILogDevice _device;
    private readonly CommitLogOptions _options;
    private readonly UnshippedRecords _unshipped = new();
    private readonly Channel<AppendedRecord?> _queue;
    private readonly LogWriter _writer;
    private Exception? _failure;
    private long _pendingBytes;
    private long _setAsideCount;

    private CommitLog(ILogDevice device, CommitLogOptions options)
    {
        _device = device;
        _options = options;
        _queue = Channel.CreateBounded<AppendedRecord?>(
            new BoundedChannelOptions(options.PendingRecords) { SingleReader = true });
        var recovery = new LogRecovery(device, _unshipped);
        Recovered = recovery.Run();
        _writer = new(device, options, _unshipped, recovery);
    }

    public LogId LogId => _device.LogId;

    /// <summary>
    /// What was there at opening. Every record of it is to be marked shipped or set aside; until then its file stays.
    /// </summary>
    public RecoveredLog Recovered { get; }

    /// <summary>Bytes written to the files that still hold an unshipped record, and to the current one.</summary>
    public long LengthBytes => _unshipped.FileBytes;

    /// <summary>Bytes of the records neither shipped nor set aside.</summary>
    public long UnshippedBytes => _unshipped.Bytes;

    /// <summary>Records set aside since the log was opened.</summary>
    public long SetAsideCount => Interlocked.Read(ref _setAsideCount);

    /// <summary>Why the log is closed; null while it accepts.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>
    /// Reads what the device holds and makes a log that goes on in a new file. Nothing is written before the first
    /// append.
    /// </summary>
    public static CommitLog Open(ILogDevice device, CommitLogOptions options) => new(device, options);

    /// <summary>The log loop: runs until the token is cancelled or the disk fails. Started once.</summary>
    /// <exception cref="LocalDiskException">
    /// An append or sync failed: the log is closed, and is opened anew over the same device.
    /// </exception>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(token))
            {
                await WriteQueuedAsync(token);
            }
        }
        catch (LocalDiskException failure)
        {
            Close(failure);
            throw;
        }
        finally
        {
            Close(new BranchUnavailableException(
                "commit log: its loop has ended; the outcome of what was not on disk is unknown"));

            // Whoever awaits the loop does not go on in the thread of the device.
            await Task.Yield();
        }
    }

    /// <summary>Call before a commit gets its txid: the last moment the log can refuse it (protocol C11).</summary>
    /// <param name="rawPageBytes">Most the record can hold: changed pages times the page size.</param>
    /// <exception cref="LocalDiskException">The log is closed.</exception>
    /// <exception cref="OverloadedException">More bytes wait for the disk than the bound.</exception>
    /// <exception cref="SqlFailedException">The commit is larger than a record may be.</exception>
    public void EnsureAccepting(long rawPageBytes)
    {
        ThrowIfClosed();
        var pendingBytes = Interlocked.Read(ref _pendingBytes);
        if (pendingBytes > _options.PendingBytes)
        {
            throw new OverloadedException(
                $"commit log: {pendingBytes} bytes wait for the disk, at most {_options.PendingBytes} may",
                ShedRetryAfter);
        }

        if (rawPageBytes > _options.MaxRecordBytes)
        {
            throw new SqlFailedException(
                $"transaction too large: {rawPageBytes} bytes of pages changed, at most {_options.MaxRecordBytes} may");
        }
    }

    /// <summary>
    /// Puts the record in line before it returns, so that records keep the order of the calls; ends when it is on disk.
    /// Cancelling stops the waiting, not the record.
    /// </summary>
    /// <exception cref="LocalDiskException">
    /// The log closed before the record was known to be on disk: the outcome is unknown.
    /// </exception>
    /// <exception cref="BranchUnavailableException">
    /// The node stopped before the record was known to be on disk: the outcome is unknown.
    /// </exception>
    public async Task AppendAsync(LogRecord record, CancellationToken token)
    {
        ThrowIfClosed();
        var appended = new AppendedRecord(record.Branch, record.Commit.TxId, Measure(record)) { Content = record };
        Interlocked.Add(ref _pendingBytes, appended.LengthBytes);
        _unshipped.Add(appended);
        try
        {
            await _queue.Writer.WriteAsync(appended, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            ThrowIfClosed();
        }

        await appended.OnDisk.WaitAsync(token);
    }

    /// <summary>
    /// The branch's records up to this txid are in object storage; a file all of whose records are done is reused.
    /// Records
    /// of another line of history among them are set aside before.
    /// </summary>
    public void MarkShipped(BranchId branch, TxId upTo) => ReleaseFiles(_unshipped.MarkShipped(branch, upTo));

    /// <summary>
    /// The records of a branch that are on disk, neither shipped nor set aside, in the order they were appended.
    /// </summary>
    public IReadOnlyList<LoggedRecord> Unshipped(BranchId branch) => _unshipped.Of(branch);

    /// <summary>Reads one record back.</summary>
    /// <exception cref="CorruptObjectException">The bytes no longer are that record.</exception>
    public LogRecord Read(LoggedRecord record) => LogReader.Read(_device, record);

    /// <summary>Copies records to the conflict directory, on disk when it ends, then counts them as done.</summary>
    public async Task SetAsideAsync(BranchId branch, IReadOnlyList<LoggedRecord> records, CancellationToken token)
    {
        var chunk = new ConflictChunk(_options.GroupBufferBytes);
        foreach (var record in records)
        {
            var bytes = LogReader.ReadBytes(_device, record, out _);
            if (!chunk.HasRoom(bytes.Length))
            {
                await _device.SetAsideAsync(chunk.Name, chunk.Content, token);
                chunk = new(_options.GroupBufferBytes);
            }

            chunk.Add(record, bytes);
        }

        if (!chunk.IsEmpty)
        {
            await _device.SetAsideAsync(chunk.Name, chunk.Content, token);
        }

        Interlocked.Add(ref _setAsideCount, records.Count);
        ReleaseFiles(_unshipped.MarkDone(branch, records.ToHashSet()));
    }

    private static int Measure(LogRecord record)
    {
        var lengthBytes = LogRecordFormat.Measure(record);
        return lengthBytes <= MostRecordBytes
            ? (int)lengthBytes
            : throw new InvariantException(
                $"commit log: branch {record.Branch} txid {record.Commit.TxId} takes {lengthBytes} bytes, at most "
                + $"{MostRecordBytes} fit a record");
    }

    private async Task WriteQueuedAsync(CancellationToken token)
    {
        while (_queue.Reader.TryPeek(out var next))
        {
            if (next is null)
            {
                await _writer.ReleaseFreedAsync(token);
            }
            else
            {
                await _writer.MakeRoomAsync(next.LengthBytes, token);
                _writer.Add(next);
            }

            _queue.Reader.TryRead(out _);
        }

        Interlocked.Add(ref _pendingBytes, -await _writer.FlushAsync(token));
    }

    /// <summary>Wakes the loop; where the line is full it is awake.</summary>
    private void ReleaseFiles(bool freed)
    {
        if (freed)
        {
            _queue.Writer.TryWrite(null);
        }
    }

    private void ThrowIfClosed()
    {
        if (Failure is { } failure)
        {
            throw failure is LocalDiskException
                ? new LocalDiskException($"commit log is closed: {failure.Message}", failure)
                : new BranchUnavailableException(failure.Message, failure);
        }
    }

    /// <summary>Nothing is acknowledged any more (protocol C11): what waits fails, what comes is refused.</summary>
    private void Close(Exception failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is not null)
        {
            return;
        }

        _queue.Writer.TryComplete();
        _writer.Fail(failure);
        while (_queue.Reader.TryRead(out var record))
        {
            record?.Fail(failure);
        }
    }
}
