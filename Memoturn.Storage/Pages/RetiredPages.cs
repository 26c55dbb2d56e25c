using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>
/// What becomes of pages that a later version replaced. A page waits in the queue until the head has reached the
/// version that replaced it; then it goes to the pool, unless a pin's version still holds it: then that pin keeps it.
/// Not thread safe: the branch's lock guards it.
/// </summary>
/// <remarks>
/// A version P holds a page born at B and replaced at T when B &lt;= P &lt; T. The highest such pin keeps the page and,
/// when it goes, hands it to the next lower pin at or above B. The highest pin of all is the recycle floor: a page born
/// above it returns to the pool as soon as the head allows.
/// </remarks>
internal sealed class RetiredPages(PagePool pool)
{
    private readonly Queue<Retired> _queue = new();
    private readonly List<Pin> _pins = []; // ascending by txid

    public bool HasPins => _pins.Count > 0;

    /// <summary>Pages that were given back to the pool so far.</summary>
    public long ReturnedCount { get; private set; }

    public void AddPin(TxId txId)
    {
        var index = IndexOfLastAtOrBelow(txId);
        if (index >= 0 && _pins[index].TxId == txId)
        {
            _pins[index].Count++;
            return;
        }

        _pins.Insert(index + 1, new(txId));
    }

    public void RemovePin(TxId txId)
    {
        var index = IndexOfLastAtOrBelow(txId);
        var pin = _pins[index];
        if (--pin.Count > 0)
        {
            return;
        }

        _pins.RemoveAt(index);
        if (pin.Kept is null)
        {
            return;
        }

        foreach (var page in pin.Kept)
        {
            KeepOrReturn(page, index - 1);
        }
    }

    public void Enqueue(Page page, TxId replacedAt) => _queue.Enqueue(new(page, replacedAt));

    /// <summary>Lets go of what was replaced at or below the head.</summary>
    public void Drain(TxId head)
    {
        while (_queue.TryPeek(out var oldest) && oldest.ReplacedAt <= head)
        {
            _queue.Dequeue();
            KeepOrReturn(oldest.Page, IndexOfLastAtOrBelow(new(oldest.ReplacedAt.Value - 1)));
        }
    }

    /// <summary>
    /// Lets go of a page of a branch that is closed: no later version can hold it, whatever replaced it.
    /// </summary>
    public void Retire(Page page) => KeepOrReturn(page, _pins.Count - 1);

    private void KeepOrReturn(Page page, int pinIndex)
    {
        if (pinIndex >= 0 && _pins[pinIndex].TxId >= page.Birth)
        {
            _pins[pinIndex].Keep(page);
            return;
        }

        ReturnedCount++;
        pool.Return(page);
    }

    private int IndexOfLastAtOrBelow(TxId txId)
    {
        var index = _pins.Count - 1;
        while (index >= 0 && _pins[index].TxId > txId)
        {
            index--;
        }

        return index;
    }

    private readonly record struct Retired(Page Page, TxId ReplacedAt);

    private sealed class Pin(TxId txId)
    {
        public TxId TxId { get; } = txId;

        public int Count { get; set; } = 1;

        public List<Page>? Kept { get; private set; }

        public void Keep(Page page) => (Kept ??= []).Add(page);
    }
}
