namespace Memoturn.Storage.Pages;

/// <summary>
/// One atomic word, the number of pins and whether a publication in place is under way: neither begins while the other
/// is there. Publications are short, so a pin spins.
/// </summary>
internal struct PinState
{
    private const long Publishing = 1;
    private const long OnePin = 2;

    private long _word;

    public void Pin()
    {
        var spin = default(SpinWait);
        while (true)
        {
            var seen = Volatile.Read(ref _word);
            if (seen != Publishing && Interlocked.CompareExchange(ref _word, seen + OnePin, seen) == seen)
            {
                return;
            }

            spin.SpinOnce();
        }
    }

    public void Unpin() => Interlocked.Add(ref _word, -OnePin);

    public bool TryBeginPublish() => Interlocked.CompareExchange(ref _word, Publishing, 0) == 0;

    public void EndPublish() => Volatile.Write(ref _word, 0);
}
