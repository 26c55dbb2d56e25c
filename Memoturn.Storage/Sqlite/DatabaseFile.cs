using System.Diagnostics;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// What SQLite takes for the file of one connection: a version of whatever database it is pointed at, and the pages the
/// open transaction has written. Used by its connection's thread alone.
/// </summary>
/// <remarks>
/// Pointed at a pinned version it refuses to write. Pointed at a branch it takes the tip when SQLite locks it, and
/// keeps it to the unlock; its branch has no other writer.
/// </remarks>
internal sealed unsafe class DatabaseFile(SqliteVfs vfs)
{
    private const int None = 0;
    private const int Shared = 1;
    private const int Reserved = 2;

    private readonly ViewCounter _view = new();
    private readonly WriteTransaction _write = new();
    private readonly List<PinnedTable> _mapped = [];
    private ConnectionTarget _target;
    private PageTable? _table;
    private TxId _tableTxId;
    private Exception? _failure;
    private uint _cookie;
    private int _level;
    private int _fetchCount;

    /// <summary>The schema SQLite has parsed, as far as this file told it.</summary>
    public SchemaStamp Schema { get; private set; }

    /// <summary>
    /// A PRAGMA was prepared that may outlive its statement, or the schema was changed: the connection ends with
    /// its user.
    /// </summary>
    public bool IsAltered { get; set; }

    /// <summary>A commit failed after it could no longer be refused; the connection is of no more use.</summary>
    public bool IsBroken { get; private set; }

    public bool IsPointed => _target != default;

    public bool IsLocked => _level != None;

    public long SizeBytes
    {
        get
        {
            var table = Current;
            return table is null ? 0 : (_write.IsDirty ? _write.PageCount : table.PageCount) * (long)table.PageSize;
        }
    }

    private PageTable? Current => _table ?? (IsPointed ? _target.Version : null);

    /// <exception cref="InvalidOperationException">The branch has a writer.</exception>
    /// <exception cref="ObjectDisposedException">The pin is disposed.</exception>
    public void PointAt(ConnectionTarget target)
    {
        Debug.Assert(!IsPointed && !IsLocked, "pointed at one database at a time");
        target.Pinned?.Hold();
        target.Branch?.BeginWriter();
        _target = target;
    }

    public void Leave()
    {
        _target.Pinned?.Release();
        _target.Branch?.EndWriter();
        _target = default;
        _failure = null;
    }

    public void Close()
    {
        Unlock(None);
        Leave();
    }

    /// <summary>Keeps what a callback threw for the statement's caller; the first of a transaction counts.</summary>
    public int Keep(Exception exception)
    {
        _failure ??= exception;
        return IoError;
    }

    public Exception? TakeFailure()
    {
        var failure = _failure;
        _failure = null;
        return failure;
    }

    public int Lock(int level)
    {
        if (_level == None)
        {
            BeginRead();
            _level = Shared;
        }

        if (level >= Reserved && _level < Reserved)
        {
            var code = BeginWrite();
            if (code != Ok)
            {
                return code;
            }
        }

        _level = Math.Max(_level, level);
        return Ok;
    }

    public void Unlock(int level)
    {
        if (level >= _level)
        {
            return;
        }

        if (_level >= Reserved && _write.IsDirty)
        {
            _write.Discard();
            _view.Forget();
        }

        _level = level;
        if (level == None)
        {
            EndRead();
        }
    }

    /// <summary>Fills the target; false when part of it lies behind the end and reads as zeros.</summary>
    public bool Read(Span<byte> target, long offsetBytes)
    {
        if (Current is not { } table)
        {
            target.Clear();
            return false;
        }

        var isWhole = offsetBytes + target.Length <= SizeBytes;
        while (target.Length > 0)
        {
            var number = new PageNumber((uint)(offsetBytes / table.PageSize) + 1);
            var within = (int)(offsetBytes % table.PageSize);
            var piece = target[..Math.Min(target.Length, table.PageSize - within)];
            ReadPiece(table, number, within, piece);
            target = target[piece.Length..];
            offsetBytes += piece.Length;
        }

        return isWhole;
    }

    public void Write(ReadOnlySpan<byte> image, long offsetBytes)
    {
        var table = Locked;
        if (image.Length != table.PageSize || offsetBytes % table.PageSize != 0)
        {
            throw new SqlFailedException(
                $"the page size of a database never changes: {table.PageSize}, not {image.Length}");
        }

        var number = new PageNumber((uint)(offsetBytes / table.PageSize) + 1);
        _write.Put(number, image);
        if (number == PageNumber.Header)
        {
            _view.Wrote(DatabaseHeader.Field(image, DatabaseHeader.ChangeCounterOffset));
        }
    }

    public void Truncate(long sizeBytes) => _write.Truncate((uint)(sizeBytes / Locked.PageSize));

    /// <summary>The page's own memory, until <see cref="Unfetch"/>; null where SQLite must read a copy.</summary>
    public byte* Fetch(long offsetBytes, int lengthBytes)
    {
        if (_table is not { } table || _write.IsDirty)
        {
            return null;
        }

        var within = (int)(offsetBytes % table.PageSize);
        var number = new PageNumber((uint)(offsetBytes / table.PageSize) + 1);
        if (number == PageNumber.Header || within + lengthBytes > table.PageSize || table.Find(number) is not { } page)
        {
            return null;
        }

        _fetchCount++;
        return page.Start + within;
    }

    public void Unfetch() => _fetchCount--;

    public int Control(FileControlCode code, void* argument)
    {
        switch (code)
        {
            case FileControlCode.Sync:
                Check();
                return Ok;
            case FileControlCode.CommitPhaseTwo:
                return Publish();
            case FileControlCode.Pragma:
                IsAltered |= !HarmlessPragmas.Contains(((byte**)argument)[1]);
                return NotFound;
            case FileControlCode.HasMoved:
                *(int*)argument = 0;
                return Ok;
            case FileControlCode.MmapSize or FileControlCode.SizeHint:
                return Ok;
            default:
                return NotFound;
        }
    }

    private PageTable Locked => _table ?? throw new InvalidOperationException("the file is not locked");

    private void BeginRead()
    {
        _failure = null;
        var table = _target.Version;
        _target.Branch?.BeginRead();
        _table = table;
        _tableTxId = table.TxId;
        Schema = vfs.Schemas.StampOf(table);
        _cookie = Schema.Id;
        _view.Show(table);
    }

    private int BeginWrite()
    {
        if (_target.Branch is not { } branch)
        {
            return ReadOnly;
        }

        var table = Locked;
        if (branch.Tip != table || table.TxId != _tableTxId)
        {
            return BusySnapshot;
        }

        _write.Begin(table, branch.Memory.PoolOf(table.PageSize));
        return Ok;
    }

    private void EndRead()
    {
        Debug.Assert(_fetchCount == 0, "SQLite gives mapped pages back before it unlocks");
        foreach (var pin in _mapped)
        {
            pin.Dispose();
        }

        _mapped.Clear();
        _table = null;
        _target.Branch?.EndRead();
    }

    private void ReadPiece(PageTable table, PageNumber number, int within, Span<byte> piece)
    {
        if (_write.Find(number) is { } written)
        {
            written.Bytes.Slice(within, piece.Length).CopyTo(piece);
            return;
        }

        if (table.Find(number) is not { } page)
        {
            piece.Clear();
            return;
        }

        page.Bytes.Slice(within, piece.Length).CopyTo(piece);
        if (number == PageNumber.Header)
        {
            DatabaseHeader.Present(piece, within, DatabaseHeader.ChangeCounterOffset, _view.Current);
            DatabaseHeader.Present(piece, within, DatabaseHeader.VersionValidForOffset, _view.Current);
            DatabaseHeader.Present(piece, within, DatabaseHeader.SchemaCookieOffset, _cookie);
        }
    }

    private void Check()
    {
        if (_write.IsDirty)
        {
            _write.RefuseForbiddenChanges();
            _target.Gate?.Check(_write.WrittenBytes);
        }
    }

    private int Publish()
    {
        if (!_write.IsDirty || _target is not { Branch: { } branch, Gate: { } gate })
        {
            return Ok;
        }

        try
        {
            var written = _write.WrittenHeader;
            var changesSchema = written is { } header && header.Cookie != _cookie;
            var commit = _write.Seal(_cookie);
            if (!commit.IsEmpty)
            {
                PublishCommit(branch, gate, commit, changesSchema);
            }

            _write.Finish();
            Remember(branch.Tip, written, changesSchema);
            _write.Begin(branch.Tip, branch.Memory.PoolOf(branch.Tip.PageSize));
            return Ok;
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    private void PublishCommit(BranchPages branch, CommitGate gate, CommitPages commit, bool changesSchema)
    {
        var txId = gate.Publish(commit);
        if (_fetchCount > 0)
        {
            // A statement of this connection is still reading mapped pages of the version before.
            _mapped.Add(branch.PinTip());
        }

        var schema = changesSchema ? default : commit.Before.Schema;
        branch.Publish(txId, commit.PageCount, commit.Changes, schema);
    }

    private void Remember(PageTable tip, (uint Counter, uint Cookie)? written, bool changesSchema)
    {
        _table = tip;
        _tableTxId = tip.TxId;
        if (written is not { } header)
        {
            _view.Forget();
            return;
        }

        _view.Committed(header.Counter, tip);
        _cookie = header.Cookie;
        if (changesSchema)
        {
            // The next lock presents another counter and the new schema's own id, and SQLite parses it anew. But a
            // statement prepared before expects the old id, which another database presents, while SQLite's parse has
            // the change already: so this connection is not pointed at another database again.
            _view.Forget();
            Schema = default;
            IsAltered = true;
        }
    }
}
