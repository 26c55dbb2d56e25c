using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>Which records still need the log, by branch, and which files therefore stay.</summary>
internal sealed class UnshippedRecords
{
    /// <summary>Guards every field below.</summary>
    private readonly Lock _lock = new();

    private readonly Dictionary<BranchId, Queue<AppendedRecord>> _branches = [];
    private readonly SortedDictionary<ulong, FileUse> _files = [];
    private ulong _current;
    private long _bytes;

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Bytes written to the current file and to those with a record that is not done.</summary>
    public long FileBytes
    {
        get
        {
            lock (_lock)
            {
                var bytes = 0L;
                foreach (var (number, use) in _files)
                {
                    bytes += number == _current || use.RecordCount > 0 ? use.LengthBytes : 0;
                }

                return bytes;
            }
        }
    }

    public void Add(AppendedRecord record)
    {
        lock (_lock)
        {
            if (!_branches.TryGetValue(record.Branch, out var queue))
            {
                _branches.Add(record.Branch, queue = new());
            }

            queue.Enqueue(record);
            _bytes += record.LengthBytes;
        }
    }

    /// <summary>The file that groups are written to from now on.</summary>
    public void Begin(ulong file)
    {
        lock (_lock)
        {
            _files.Add(file, new());
            _current = file;
        }
    }

    /// <summary>A file found at opening, whose records are added next.</summary>
    public void Keep(ulong file)
    {
        lock (_lock)
        {
            _files.Add(file, new());
        }
    }

    /// <summary>A record lies in a file now, which stays for it unless the record is done.</summary>
    public void Locate(AppendedRecord record, LoggedRecord location)
    {
        lock (_lock)
        {
            record.Location = location;
            var use = _files[location.File];
            use.LengthBytes = LogFileScanner.Aligned(location.OffsetBytes + location.LengthBytes);
            use.RecordCount += record.IsDone ? 0 : 1;
        }
    }

    /// <summary>Everything of the branch up to the txid is done; true when that freed a file.</summary>
    public bool MarkShipped(BranchId branch, TxId upTo)
    {
        lock (_lock)
        {
            var freed = false;
            if (_branches.TryGetValue(branch, out var queue))
            {
                while (queue.TryPeek(out var record) && record.TxId <= upTo)
                {
                    freed |= Done_NeedsLock(queue.Dequeue());
                }

                Forget_NeedsLock(branch, queue);
            }

            return freed;
        }
    }

    /// <summary>Just these records of the branch are done; true when that freed a file.</summary>
    public bool MarkDone(BranchId branch, IReadOnlySet<LoggedRecord> records)
    {
        lock (_lock)
        {
            var freed = false;
            if (!_branches.TryGetValue(branch, out var queue))
            {
                return false;
            }

            for (var left = queue.Count; left > 0; left--)
            {
                var record = queue.Dequeue();
                if (record.Location is { } location && records.Contains(location))
                {
                    freed |= Done_NeedsLock(record);
                }
                else
                {
                    queue.Enqueue(record);
                }
            }

            Forget_NeedsLock(branch, queue);
            return freed;
        }
    }

    /// <summary>The branch's records that are on disk and not done, in the order of their append.</summary>
    public IReadOnlyList<LoggedRecord> Of(BranchId branch)
    {
        lock (_lock)
        {
            var records = new List<LoggedRecord>();
            foreach (var record in _branches.GetValueOrDefault(branch) ?? [])
            {
                if (record.Location is { } location)
                {
                    records.Add(location);
                }
            }

            return records;
        }
    }

    /// <summary>Takes the files no record needs, ascending, out of the books: the caller releases them.</summary>
    public IReadOnlyList<ulong> TakeFreed()
    {
        lock (_lock)
        {
            var freed = new List<ulong>();
            foreach (var (number, use) in _files)
            {
                if (number != _current && use.RecordCount == 0)
                {
                    freed.Add(number);
                }
            }

            foreach (var number in freed)
            {
                _files.Remove(number);
            }

            return freed;
        }
    }

    private bool Done_NeedsLock(AppendedRecord record)
    {
        record.IsDone = true;
        _bytes -= record.LengthBytes;
        return record.Location is { } location && --_files[location.File].RecordCount == 0 && location.File != _current;
    }

    private void Forget_NeedsLock(BranchId branch, Queue<AppendedRecord> queue)
    {
        if (queue.Count == 0)
        {
            _branches.Remove(branch);
        }
    }

    private sealed class FileUse
    {
        public long LengthBytes { get; set; }

        public int RecordCount { get; set; }
    }
}
