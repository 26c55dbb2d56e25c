using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

public sealed class PinStateTests
{
    private PinState _state;

    [Fact]
    public void Nothing_is_published_in_place_while_a_pin_is_there()
    {
        _state.Pin();
        _state.Pin();
        Assert.False(_state.TryBeginPublish());
        _state.Unpin();
        Assert.False(_state.TryBeginPublish());
        _state.Unpin();
        Assert.True(_state.TryBeginPublish());
        Assert.False(_state.TryBeginPublish());
        _state.EndPublish();
        Assert.True(_state.TryBeginPublish());
    }

    [Fact]
    public void A_pin_waits_for_a_publication_in_place()
    {
        Assert.True(_state.TryBeginPublish());
        var isPinned = false;
        var reader = new Thread(() =>
        {
            _state.Pin();
            Volatile.Write(ref isPinned, true);
        });
        reader.Start();
        SpinWait.SpinUntil(() => reader.ThreadState == ThreadState.WaitSleepJoin, 50);
        Assert.False(Volatile.Read(ref isPinned));
        _state.EndPublish();
        reader.Join();
        Assert.False(_state.TryBeginPublish());
    }
}
