using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>The pages one transaction has written, up to the commit they become.</summary>
internal sealed class WriteTransaction
{
    private readonly PageOverlay _overlay = new();
    private CommitPages? _commit;
    private PageTable? _before;
    private PagePool? _pool;

    public bool IsDirty { get; private set; }

    public uint PageCount { get; private set; }

    /// <summary>The change counter and the schema cookie SQLite wrote last; null where it wrote no page 1.</summary>
    public (uint Counter, uint Cookie)? WrittenHeader =>
        _overlay.Find(PageNumber.Header) is { } page
            ? (DatabaseHeader.Field(page.Bytes, DatabaseHeader.ChangeCounterOffset),
                DatabaseHeader.Field(page.Bytes, DatabaseHeader.SchemaCookieOffset))
            : null;

    /// <summary>Bytes of all pages written so far.</summary>
    public long WrittenBytes => (long)_overlay.Count * Before.PageSize;

    private PageTable Before => _before ?? throw new InvalidOperationException("no write transaction");

    private PagePool Pool => _pool ?? throw new InvalidOperationException("no write transaction");

    public void Begin(PageTable before, PagePool pool)
    {
        _before = before;
        _pool = pool;
        PageCount = before.PageCount;
        IsDirty = false;
    }

    public Page? Find(PageNumber number) => IsDirty ? _overlay.Find(number) : null;

    public void Put(PageNumber number, ReadOnlySpan<byte> image)
    {
        IsDirty = true;
        PageCount = Math.Max(PageCount, number.Value);
        if (number == PageSizes.LockBytePage(Before.PageSize))
        {
            return;
        }

        var page = _overlay.Find(number);
        if (page is null)
        {
            page = Pool.Rent();
            _overlay.Add(number, page, Before.Find(number));
        }

        image.CopyTo(page.Writable);
    }

    public void Truncate(uint pageCount)
    {
        IsDirty = true;
        PageCount = pageCount;
        _overlay.Truncate(pageCount, Pool);
    }

    /// <exception cref="SqlFailedException">
    /// Page size, auto-vacuum, encoding or journal format would change.
    /// </exception>
    public void RefuseForbiddenChanges()
    {
        if (_overlay.Find(PageNumber.Header) is { } after
            && Before.Find(PageNumber.Header) is { } before
            && DatabaseHeader.FindForbiddenChange(before.Bytes, after.Bytes) is { } change)
        {
            throw new SqlFailedException($"the {change} of a database never changes");
        }
    }

    /// <summary>
    /// The commit's page set: page 1 with the stored cookie and counters, then without images equal to their base and
    /// without a page 1 that differs in its counters alone.
    /// </summary>
    /// <param name="presentedCookie">The cookie SQLite was shown in place of the stored one.</param>
    public CommitPages Seal(uint presentedCookie)
    {
        var changes = _overlay.Ascending;
        if (changes.Count > 0 && changes[0].Number == PageNumber.Header)
        {
            StoreHeader(changes[0], presentedCookie);
        }

        var kept = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            if (IsChange(changes[i]))
            {
                changes[kept++] = changes[i];
            }
            else
            {
                Pool.Return(changes[i].Image);
            }
        }

        changes.RemoveRange(kept, changes.Count - kept);
        var commit = _commit ??= new(Before, changes);
        commit.Before = Before;
        commit.PageCount = PageCount;
        return commit;
    }

    /// <summary>The sealed pages are the branch's; SQLite may go on to a next transaction.</summary>
    public void Finish()
    {
        _overlay.Forget();
        IsDirty = false;
    }

    public void Discard()
    {
        _overlay.Discard(Pool);
        IsDirty = false;
    }

    private static bool IsChange(ChangedPage change) =>
        change.Base is not { } basis
        || !(change.Number == PageNumber.Header
            ? DatabaseHeader.AreEqualButForCounters(change.Image.Bytes, basis.Bytes)
            : change.Image.Bytes.SequenceEqual(basis.Bytes));

    private void StoreHeader(ChangedPage change, uint presentedCookie)
    {
        var image = change.Image.Writable;
        DatabaseHeader.SetCounters(image, (uint)Before.TxId.Next.Value);
        if (change.Base is { } basis)
        {
            var stored = DatabaseHeader.Field(basis.Bytes, DatabaseHeader.SchemaCookieOffset);
            var written = DatabaseHeader.Field(image, DatabaseHeader.SchemaCookieOffset);
            DatabaseHeader.SetField(image, DatabaseHeader.SchemaCookieOffset, stored + written - presentedCookie);
        }
    }
}
