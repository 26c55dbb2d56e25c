using System.Collections.Immutable;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>Reads a device's files at opening and puts them together by branch.</summary>
internal sealed class LogRecovery(ILogDevice device, UnshippedRecords unshipped)
{
    private readonly Dictionary<BranchId, BranchScan> _branches = [];
    private readonly List<BranchScan> _inOrder = [];
    private readonly List<LogDamage> _damage = [];

    public ulong LastFile { get; private set; }

    public ulong LastLsn { get; private set; }

    /// <summary>The last record known to have been synced: what later records say of those before them.</summary>
    public ulong SyncedLsn { get; private set; }

    public RecoveredLog Run()
    {
        var scanner = new LogFileScanner(device);
        foreach (var file in device.ListFiles())
        {
            var follows = LastFile != 0 && file == LastFile + 1;
            unshipped.Keep(file);
            ReadFile(scanner, file, follows);
            LastFile = file;
        }

        return new([.. _inOrder.Select(branch => branch.Recovered())], [.. _damage]);
    }

    private void ReadFile(LogFileScanner scanner, ulong file, bool follows)
    {
        var gaps = new LogGapFinder(file, follows ? LastLsn + 1 : 0);
        foreach (var record in scanner.Scan(file))
        {
            gaps.Add(record);
            Keep(record, file);
        }

        _damage.AddRange(gaps.Damage());
    }

    private void Keep(ScannedRecord record, ulong file)
    {
        var header = record.Header;
        LastLsn = Math.Max(LastLsn, header.Stamp.Lsn);
        SyncedLsn = Math.Max(SyncedLsn, header.Stamp.SyncedLsn);
        if (!_branches.TryGetValue(header.Branch, out var branch))
        {
            branch = new(header.Database, record.Name, header.Branch);
            _branches.Add(header.Branch, branch);
            _inOrder.Add(branch);
        }

        var location = new LoggedRecord(
            header.Branch, header.Epoch, header.TxId, header.PreviousTxId, file, record.OffsetBytes,
            header.RecordBytes);
        var appended = new AppendedRecord(header.Branch, header.TxId, header.RecordBytes);
        unshipped.Add(appended);
        unshipped.Locate(appended, location);
        branch.Add(location);
    }

    private sealed class BranchScan(DatabaseId database, DatabaseSpec name, BranchId branch)
    {
        private readonly ImmutableArray<LoggedRecord>.Builder _records = ImmutableArray.CreateBuilder<LoggedRecord>();
        private int? _holeIndex;

        public void Add(LoggedRecord record)
        {
            if (_records.Count > 0 && _records[^1].Epoch == record.Epoch && _records[^1].TxId != record.PreviousTxId)
            {
                _holeIndex ??= _records.Count;
            }

            _records.Add(record);
        }

        public RecoveredBranch Recovered() => new(database, name, branch, _records.ToImmutable(), _holeIndex);
    }
}
