namespace Memoturn.Storage.CommitLogs;

/// <summary>One valid record found in a file, without its pages.</summary>
internal readonly record struct ScannedRecord(LogRecordHeader Header, Catalog.DatabaseSpec Name, long OffsetBytes);

/// <summary>
/// Finds every valid record of a file, ascending. Between them it looks at each place a record may begin at, so that a
/// bad
/// record hides no later one; bytes of an earlier use of the file are none of it.
/// </summary>
internal sealed class LogFileScanner(ILogDevice device)
{
    private const int WindowBytes = 1024 * 1024;

    private byte[] _window = new byte[WindowBytes];
    private long _windowOffset;
    private int _windowLength;

    public IEnumerable<ScannedRecord> Scan(ulong file)
    {
        _windowLength = 0;
        var lengthBytes = device.LengthBytes(file);
        var lastLsn = 0UL;
        for (var offset = 0L; FindHeader(file, ref offset, lengthBytes, out var recordBytes);)
        {
            if (TryRead(file, offset, recordBytes, out var record) && record.Header.Stamp.Lsn > lastLsn)
            {
                yield return record;
                lastLsn = record.Header.Stamp.Lsn;
                offset = Aligned(offset + recordBytes);
            }
            else
            {
                offset += LogRecordHeader.AlignmentBytes;
            }
        }
    }

    internal static long Aligned(long bytes) =>
        (bytes + LogRecordHeader.AlignmentBytes - 1) & -LogRecordHeader.AlignmentBytes;

    private bool FindHeader(ulong file, ref long offset, long lengthBytes, out int recordBytes)
    {
        while (offset + LogRecordHeader.LengthBytes <= lengthBytes)
        {
            var window = Window(file, offset, LogRecordHeader.LengthBytes);
            if (window.Length < LogRecordHeader.LengthBytes)
            {
                break;
            }

            recordBytes = LogRecordHeader.ClaimedBytes(window, device.LogId, file);
            if (recordBytes >= LogRecordHeader.LengthBytes && recordBytes <= lengthBytes - offset)
            {
                return true;
            }

            offset += NextCandidate(window);
        }

        recordBytes = 0;
        return false;
    }

    private static int NextCandidate(ReadOnlySpan<byte> window)
    {
        var after = window[(LogRecordHeader.MagicOffsetBytes + LogRecordHeader.AlignmentBytes)..];
        var found = after.IndexOf(LogRecordHeader.Magic);
        var skipped = found >= 0 ? found : window.Length - LogRecordHeader.LengthBytes;
        return LogRecordHeader.AlignmentBytes + (skipped & -LogRecordHeader.AlignmentBytes);
    }

    private bool TryRead(ulong file, long offset, int recordBytes, out ScannedRecord record)
    {
        record = default;
        var window = Window(file, offset, recordBytes);
        if (window.Length < recordBytes || !LogRecordHeader.TryRead(window[..recordBytes], out var header))
        {
            return false;
        }

        record = new(header, LogRecordFormat.NameOf(header, window[..recordBytes]), offset);
        return true;
    }

    /// <summary>Bytes from the offset on: at least as many as wanted unless the file ends.</summary>
    private ReadOnlySpan<byte> Window(ulong file, long offset, int wantedBytes)
    {
        var skip = offset - _windowOffset;
        if (_windowLength == 0 || skip < 0 || skip + wantedBytes > _windowLength)
        {
            if (_window.Length < wantedBytes)
            {
                _window = new byte[wantedBytes];
            }

            _windowOffset = offset;
            _windowLength = device.Read(file, offset, _window);
            skip = 0;
        }

        return _window.AsSpan((int)skip, _windowLength - (int)skip);
    }
}
