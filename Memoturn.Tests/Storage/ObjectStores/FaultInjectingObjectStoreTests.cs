using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.ObjectStores;

public sealed class FaultInjectingObjectStoreTests : ObjectStoreContract
{
    private static readonly ObjectKey Key = new("a");

    private readonly MemoryObjectStore _inner;

    public FaultInjectingObjectStoreTests()
    {
        _inner = new(Clock);
        Store = With(ObjectStoreFaults.None);
    }

    protected override IObjectStore Store { get; }

    [Fact]
    public async Task A_request_that_fails_before_its_effect_has_none()
    {
        var store = With(new() { FailBeforeRate = 1 });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store));

        Assert.Null(await _inner.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_effect()
    {
        var store = With(new() { LoseAnswerRate = 1 });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store));

        Assert.NotNull(await _inner.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_late_write_lands_after_its_caller_gave_up()
    {
        var store = With(new() { LandLateRate = 1 });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store));
        Assert.Null(await _inner.FindAsync(Key, default));

        await store.LandLateWritesAsync();

        Assert.NotNull(await _inner.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_repeated_creation_answers_refused_though_it_landed()
    {
        var store = With(new() { RepeatRate = 1 });

        Assert.False((await PutAsync(store)).Landed);

        Assert.NotNull(await _inner.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_truncated_body_is_shorter_than_the_object()
    {
        await PutAsync(_inner);

        var found = await With(new() { TruncateRate = 1 }).FindAsync(Key, default);

        Assert.True(found!.Content.Length < found.LengthBytes);
    }

    [Fact]
    public async Task A_store_that_is_down_answers_nothing_until_it_is_up_again()
    {
        var store = With(ObjectStoreFaults.None);
        store.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync("", null, 1, default));

        store.IsDown = false;

        Assert.True((await PutAsync(store)).Landed);
    }

    [Fact]
    public async Task Latency_passes_on_the_clock_of_the_store()
    {
        var put = PutAsync(With(
            new()
            {
                MinLatency = TimeSpan.FromMilliseconds(20),
                MaxLatency = TimeSpan.FromMilliseconds(30),
                SlowRate = 1,
            }));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(put.IsCompleted);

        Clock.Advance(TimeSpan.FromMilliseconds(30));

        Assert.True((await put.WaitAsync(TestTimeouts.Default)).Landed);
    }

    private static Task<PutResult> PutAsync(IObjectStore store) =>
        store.PutAsync(Key, new byte[100], PutCondition.Absent, default);

    private FaultInjectingObjectStore With(ObjectStoreFaults faults) => new(_inner, Clock, new Random(1), faults);
}
