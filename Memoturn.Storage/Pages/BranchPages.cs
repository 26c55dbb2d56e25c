using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>
/// The page state of one open branch: the tip (what the writer has published), the head (what readers see) and the
/// pages that earlier versions still need. One writer publishes; pins, forks and disposal may come from any thread.
/// </summary>
/// <remarks>
/// The branch owns the pages it published and returns each to the pool as soon as no version that can be read holds it
/// (see <see cref="RetiredPages"/>). A fork pins the version it began with for its whole life, so no page is counted.
/// </remarks>
public sealed class BranchPages : IDisposable
{
    // Guards _head, _tip, _unreached, _retired and _isClosed, except while a publication in place keeps all pins out.
    private readonly Lock _gate = new();
    private readonly PageMemory _memory;
    private readonly BranchPagesOptions _options;
    private readonly PageOwner _owner;
    private readonly PinnedTable? _origin;
    private readonly RetiredPages _retired;
    private Queue<PageTable>? _unreached;
    private PinState _pinState;
    private PageTable _tip;
    private PageTable _head;
    private long _ownPages;
    private int _hasWriter;
    private bool _isWriterReading;
    private bool _isClosed;

    /// <param name="initial">Built by a <see cref="PageTableBuilder"/>; the branch takes its pages over.</param>
    public BranchPages(PageMemory memory, PageTable initial, BranchPagesOptions options)
        : this(memory, initial, options, initial?.Owner ?? throw new ArgumentNullException(nameof(initial)), null) =>
        _ownPages = initial.Pages.Count();

    private BranchPages(
        PageMemory memory, PageTable initial, BranchPagesOptions options, PageOwner owner, PinnedTable? origin)
    {
        _memory = memory;
        _options = options;
        _owner = owner;
        _origin = origin;
        _retired = new(memory.PoolOf(initial.PageSize));
        _tip = _head = initial;
    }

    /// <summary>
    /// The version the next commit changes. Where commits publish in place it changes under whoever has not pinned
    /// it.
    /// </summary>
    public PageTable Tip => Volatile.Read(ref _tip);

    /// <summary>
    /// The version readers see. Where commits publish in place it changes under whoever has not pinned it.
    /// </summary>
    public PageTable Head => Volatile.Read(ref _head);

    /// <summary>
    /// Bytes of the pages this branch published and still holds for any of its versions; what it shares with its
    /// origin is not counted.
    /// </summary>
    public long ResidentBytes => (Volatile.Read(ref _ownPages) - _retired.ReturnedCount) * Tip.PageSize;

    internal PageMemory Memory => _memory;

    /// <summary>
    /// The head becomes the version of that txid: its record is on disk. A txid at or below the head changes
    /// nothing.
    /// </summary>
    public void AdvanceHead(TxId txId)
    {
        if (txId <= Head.TxId)
        {
            return;
        }

        lock (_gate)
        {
            while (_head.TxId < txId)
            {
                if (_unreached is null || !_unreached.TryPeek(out var next) || next.TxId > txId)
                {
                    throw new InvariantException($"head {_head.TxId} to {txId}: no such version, tip {_tip.TxId}");
                }

                Volatile.Write(ref _head, _unreached.Dequeue());
            }

            _retired.Drain(_head.TxId);
        }
    }

    public PinnedTable PinHead() => Pin(ofTip: false);

    public PinnedTable PinTip() => Pin(ofTip: true);

    /// <summary>
    /// A new branch that begins with the head under the number <paramref name="txId"/>; costs the same whatever the
    /// size.
    /// </summary>
    /// <param name="options">How the new branch publishes; null for the same as this one.</param>
    public BranchPages Fork(TxId txId, BranchPagesOptions? options = null) => ForkOf(PinHead(), txId, options);

    /// <summary>
    /// Makes the next version the tip, and the head where commits publish in place. The images become the branch's; the
    /// caller is the only writer. Changes ascend by page, each page once.
    /// </summary>
    /// <exception cref="InvariantException">
    /// The txid is not above the tip's, or a transaction of SQLite's is open on the tip.
    /// </exception>
    public void Publish(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes)
    {
        if (_isWriterReading)
        {
            throw new InvariantException($"publish txid {txId}: a transaction is open on the tip {_tip.TxId}");
        }

        Publish(txId, pageCount, changes, default);
    }

    /// <summary>
    /// Returns the branch's pages; those that a pin or a fork holds follow when the last of these goes.
    /// </summary>
    public void Dispose()
    {
        bool isUnpinned;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _retired.Drain(new(ulong.MaxValue));
            RetireOwnPages_NeedsLock();
            isUnpinned = !_retired.HasPins;
        }

        if (isUnpinned)
        {
            _origin?.Release();
        }
    }

    /// <summary>Claims the one writer's place.</summary>
    internal void BeginWriter()
    {
        if (Interlocked.Exchange(ref _hasWriter, 1) != 0)
        {
            throw new InvalidOperationException("the branch has a writer");
        }
    }

    internal void EndWriter() => Volatile.Write(ref _hasWriter, 0);

    /// <summary>The writer's connection reads the tip until <see cref="EndRead"/>.</summary>
    internal void BeginRead() => _isWriterReading = true;

    internal void EndRead() => _isWriterReading = false;

    internal BranchPages ForkOf(PinnedTable origin, TxId txId, BranchPagesOptions? options) =>
        new(_memory, origin.Table.Renumbered(txId), options ?? _options, new(), origin);

    internal void Unpin(TxId txId)
    {
        bool wasLastOfAll;
        lock (_gate)
        {
            _retired.RemovePin(txId);
            wasLastOfAll = _isClosed && !_retired.HasPins;
        }

        _pinState.Unpin();
        if (wasLastOfAll)
        {
            _origin?.Release();
        }
    }

    internal void Publish(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, SchemaStamp schema)
    {
        if (txId <= _tip.TxId)
        {
            throw new InvariantException($"publish txid {txId}: the tip is {_tip.TxId} already");
        }

        for (var i = 0; i < changes.Count; i++)
        {
            var image = changes[i].Image;
            image.Owner = _owner;
            image.Birth = txId;
        }

        Interlocked.Add(ref _ownPages, changes.Count);
        if (_options.PublishesInPlace && _pinState.TryBeginPublish())
        {
            PublishInPlace(txId, pageCount, changes, schema);
            _pinState.EndPublish();
        }
        else
        {
            PublishCopy(txId, pageCount, changes, schema);
        }
    }

    private void PublishInPlace(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, SchemaStamp schema)
    {
        var before = _tip;
        EnqueueReplaced(before, txId, pageCount, changes);
        before.ChangeInPlace(txId, pageCount, changes, _owner);
        before.Schema = schema;
        _retired.Drain(txId);
    }

    private void PublishCopy(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, SchemaStamp schema)
    {
        var before = _tip;
        var next = before.With(txId, pageCount, changes, _owner);
        next.Schema = schema;
        lock (_gate)
        {
            EnqueueReplaced(before, txId, pageCount, changes);
            Volatile.Write(ref _tip, next);
            if (_options.PublishesInPlace)
            {
                Volatile.Write(ref _head, next);
                _retired.Drain(txId);
            }
            else
            {
                (_unreached ??= new()).Enqueue(next);
            }
        }
    }

    private void EnqueueReplaced(PageTable before, TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            EnqueueOwn(before.Find(changes[i].Number), txId);
        }

        for (var number = pageCount + 1; number <= before.PageCount; number++)
        {
            EnqueueOwn(before.Find(new(number)), txId);
        }
    }

    private void EnqueueOwn(Page? page, TxId replacedAt)
    {
        if (page is not null && page.Owner == _owner)
        {
            _retired.Enqueue(page, replacedAt);
        }
    }

    private void RetireOwnPages_NeedsLock()
    {
        // What an untouched leaf holds is the origin's, and comparing leaves skips it.
        foreach (var number in _tip.DifferencesFrom(_origin?.Table ?? PageTable.Empty(_tip.PageSize, _owner)))
        {
            if (_tip.Find(number) is { } page && page.Owner == _owner)
            {
                _retired.Retire(page);
            }
        }
    }

    private PinnedTable Pin(bool ofTip)
    {
        _pinState.Pin();
        lock (_gate)
        {
            if (!_isClosed)
            {
                var table = ofTip ? _tip : _head;
                _retired.AddPin(table.TxId);
                return new(this, table);
            }
        }

        _pinState.Unpin();
        throw new ObjectDisposedException(nameof(BranchPages));
    }
}
