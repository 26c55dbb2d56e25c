namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// Finds what is missing among the records of one file: numbers that were written before a record that is there.
/// </summary>
/// <param name="expectedLsn">The number the file begins with; 0 where the file before it is gone.</param>
internal sealed class LogGapFinder(ulong file, ulong expectedLsn)
{
    private readonly List<LogDamage> _gaps = [];
    private ulong _expectedLsn = expectedLsn;
    private long _expectedOffset;
    private ulong _syncedLsn;

    public void Add(ScannedRecord record)
    {
        var stamp = record.Header.Stamp;
        if (_expectedLsn == 0)
        {
            _expectedLsn = record.OffsetBytes == 0 ? stamp.Lsn : stamp.Lsn - 1;
        }

        if (stamp.Lsn > _expectedLsn && IsDamage(record))
        {
            _gaps.Add(new(file, _expectedOffset, _expectedLsn, stamp.Lsn - 1, WasAcknowledged: false));
        }

        _expectedLsn = stamp.Lsn + 1;
        _expectedOffset = LogFileScanner.Aligned(record.OffsetBytes + record.Header.RecordBytes);
        _syncedLsn = stamp.SyncedLsn;
    }

    /// <summary>The gaps, told apart by what the last record of the file says had been synced.</summary>
    public IEnumerable<LogDamage> Damage() =>
        _gaps.Select(gap => gap with { WasAcknowledged = gap.FirstLost <= _syncedLsn });

    /// <summary>
    /// A file that begins where it should, but not with the number expected: the file before it lost its end. That was
    /// a torn
    /// tail, unless it had been synced when this file was begun.
    /// </summary>
    private bool IsDamage(ScannedRecord record) =>
        record.OffsetBytes > 0 || record.Header.Stamp.SyncedLsn >= _expectedLsn;
}
