namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// Records on their way to one write: laid out one after the other in a buffer, the last block filled up with zeros, so
/// that no later write touches a block that holds acknowledged bytes.
/// </summary>
internal sealed class LogGroup(int bufferBytes)
{
    public const int BlockBytes = 4096;

    private readonly byte[] _buffer = new byte[Blocks(bufferBytes)];
    private readonly List<(AppendedRecord Record, LoggedRecord Location)> _records = [];
    private byte[]? _single;

    public IReadOnlyList<(AppendedRecord Record, LoggedRecord Location)> Records => _records;

    public bool IsEmpty => _records.Count == 0;

    /// <summary>Bytes the records take.</summary>
    public int UsedBytes { get; private set; }

    /// <summary>Bytes the write takes.</summary>
    public int WriteBytes => Blocks(UsedBytes);

    /// <summary>True when the record fits behind the others; a record larger than the buffer fits alone.</summary>
    public bool HasRoom(int lengthBytes) => IsEmpty || UsedBytes + Aligned(lengthBytes) <= _buffer.Length;

    /// <param name="groupOffsetBytes">Where in the file the group is going to lie.</param>
    public void Add(AppendedRecord record, LogRecordStamp stamp, long groupOffsetBytes)
    {
        var content = record.Content
            ?? throw new InvariantException($"commit log: branch {record.Branch} txid {record.TxId} added twice");
        var end = UsedBytes + Aligned(record.LengthBytes);
        if (end > _buffer.Length)
        {
            _single = new byte[Blocks(end)];
        }

        var buffer = (_single ?? _buffer).AsSpan();
        LogRecordFormat.Write(content, stamp, buffer.Slice(UsedBytes, record.LengthBytes));
        buffer[(UsedBytes + record.LengthBytes)..end].Clear();
        _records.Add((record, new(
            record.Branch, content.Epoch, record.TxId, content.Commit.PreviousTxId,
            stamp.File, groupOffsetBytes + UsedBytes, record.LengthBytes)));
        record.Content = null;
        UsedBytes = end;
    }

    /// <summary>The bytes to write; nothing is added behind them.</summary>
    public ReadOnlyMemory<byte> Pad()
    {
        var bytes = (_single ?? _buffer).AsMemory(0, WriteBytes);
        bytes.Span[UsedBytes..].Clear();
        return bytes;
    }

    public void Clear()
    {
        _records.Clear();
        _single = null;
        UsedBytes = 0;
    }

    private static int Aligned(int lengthBytes) => (int)LogFileScanner.Aligned(lengthBytes);

    private static int Blocks(int lengthBytes) => (lengthBytes + BlockBytes - 1) & -BlockBytes;
}
