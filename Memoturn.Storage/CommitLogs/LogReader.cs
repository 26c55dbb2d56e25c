namespace Memoturn.Storage.CommitLogs;

/// <summary>Reads single records back from where they lie.</summary>
internal static class LogReader
{
    /// <exception cref="CorruptObjectException">The bytes no longer are that record.</exception>
    public static LogRecord Read(ILogDevice device, LoggedRecord record)
    {
        var bytes = ReadBytes(device, record, out var header);
        return LogRecordFormat.Read(header, bytes);
    }

    /// <summary>The record as it lies in its file.</summary>
    /// <exception cref="CorruptObjectException">The bytes no longer are that record.</exception>
    public static byte[] ReadBytes(ILogDevice device, LoggedRecord record, out LogRecordHeader header)
    {
        var bytes = new byte[record.LengthBytes];
        var length = device.Read(record.File, record.OffsetBytes, bytes);
        if (length < bytes.Length
            || LogRecordHeader.ClaimedBytes(bytes, device.LogId, record.File) != length
            || !LogRecordHeader.TryRead(bytes, out header)
            || header.Branch != record.Branch || header.TxId != record.TxId)
        {
            throw new CorruptObjectException(
                $"commit log file {record.File} at {record.OffsetBytes}: record of branch {record.Branch} txid "
                + $"{record.TxId} expected, found none");
        }

        return bytes;
    }
}
