using Memoturn.Storage;
using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

public sealed class BranchPagesTests : IDisposable
{
    private static readonly BranchPagesOptions InPlace = new() { PublishesInPlace = true };
    private static readonly BranchPagesOptions Logged = new();

    private readonly PageMemory _memory = new();

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Replaced_pages_return_to_the_pool_so_that_commits_do_not_grow_a_database(bool publishesInPlace)
    {
        var branch = BranchHistory.Create(_memory, publishesInPlace ? InPlace : Logged, (1, 1), (2, 2));
        for (var i = 0; i < 1000; i++)
        {
            branch.Commit((1, i), (2, i));
            branch.Pages.AdvanceHead(branch.Pages.Tip.TxId);
        }

        Assert.Equal(2 * BranchHistory.PageSize, _memory.LiveBytes);
        Assert.Equal(2 * BranchHistory.PageSize, branch.Pages.ResidentBytes);
    }

    [Fact]
    public void A_page_the_head_still_shows_is_not_recycled_before_the_head_has_moved()
    {
        var branch = BranchHistory.Create(_memory, Logged, (1, 1));
        branch.Commit((1, 2));
        branch.Commit((1, 3));
        Assert.Equal(3 * BranchHistory.PageSize, _memory.LiveBytes);
        BranchHistory.AssertHolds(branch.Pages.Head, new() { [1] = 1 });

        branch.Pages.AdvanceHead(new(2));
        Assert.Equal(2 * BranchHistory.PageSize, _memory.LiveBytes);
        BranchHistory.AssertHolds(branch.Pages.Head, new() { [1] = 2 });

        branch.Pages.AdvanceHead(new(3));
        Assert.Equal(BranchHistory.PageSize, _memory.LiveBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pin_keeps_the_pages_of_its_version_and_none_that_were_born_above_it(bool publishesInPlace)
    {
        var branch = BranchHistory.Create(_memory, publishesInPlace ? InPlace : Logged, (1, 1), (2, 2));
        var pin = branch.Pages.PinHead();
        for (var i = 0; i < 1000; i++)
        {
            branch.Commit((1, 50 + i), (2, 60 + i));
            branch.Pages.AdvanceHead(branch.Pages.Tip.TxId);
        }

        BranchHistory.AssertHolds(pin.Table, new() { [1] = 1, [2] = 2 });
        Assert.Equal(4 * BranchHistory.PageSize, _memory.LiveBytes);
        pin.Dispose();
        Assert.Equal(2 * BranchHistory.PageSize, _memory.LiveBytes);
    }

    [Fact]
    public void A_page_two_pins_hold_goes_with_the_later_of_them_whatever_the_order()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1), (2, 2));
        var first = branch.Pages.PinHead();
        branch.Commit((2, 3));
        var second = branch.Pages.PinHead();
        branch.Commit((1, 4));
        Assert.Equal(4 * BranchHistory.PageSize, _memory.LiveBytes);

        second.Dispose();
        BranchHistory.AssertHolds(first.Table, new() { [1] = 1, [2] = 2 });
        Assert.Equal(4 * BranchHistory.PageSize, _memory.LiveBytes);
        first.Dispose();
        Assert.Equal(2 * BranchHistory.PageSize, _memory.LiveBytes);
    }

    [Fact]
    public void A_version_nobody_pins_is_changed_in_place_and_a_pinned_one_is_copied()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1));
        branch.Commit((1, 2));
        var table = branch.Pages.Tip;
        branch.Commit((1, 3));
        Assert.Same(table, branch.Pages.Tip);

        using var pin = branch.Pages.PinHead();
        branch.Commit((1, 4));
        Assert.NotSame(table, branch.Pages.Tip);
        BranchHistory.AssertHolds(pin.Table, new() { [1] = 3 });
    }

    [Fact]
    public void A_fork_and_its_parent_never_see_each_others_commits()
    {
        var parent = BranchHistory.Create(_memory, InPlace, (1, 1), (65, 2));
        var child = parent.Fork(default, InPlace);
        Assert.Equal(0UL, child.Pages.Tip.TxId.Value);
        Assert.Equal(0, child.Pages.ResidentBytes);
        parent.Commit((1, 3));
        child.Commit((65, 4));
        BranchHistory.AssertHolds(parent.Pages.Head, new() { [1] = 3, [65] = 2 });
        BranchHistory.AssertHolds(child.Pages.Head, new() { [1] = 1, [65] = 4 });
        Assert.Equal(BranchHistory.PageSize, child.Pages.ResidentBytes);
    }

    [Fact]
    public void A_parent_that_is_gone_leaves_its_forks_what_they_share()
    {
        var parent = BranchHistory.Create(_memory, InPlace, (1, 1), (2, 2));
        var child = parent.Fork(default, InPlace);
        var grandchild = child.Fork(default, InPlace);
        parent.Commit((3, 3));
        parent.Pages.Dispose();
        child.Pages.Dispose();
        BranchHistory.AssertHolds(grandchild.Pages.Head, new() { [1] = 1, [2] = 2 });
        Assert.Equal(2 * BranchHistory.PageSize, _memory.LiveBytes);
        grandchild.Pages.Dispose();
        Assert.Equal(0, _memory.LiveBytes);
    }

    [Fact]
    public void A_fork_begins_with_the_head_and_not_with_what_is_not_yet_on_disk()
    {
        var parent = BranchHistory.Create(_memory, Logged, (1, 1));
        parent.Commit((1, 2));
        using var child = parent.Pages.Fork(new(1));
        BranchHistory.AssertHolds(child.Head, new() { [1] = 1 });
    }

    [Fact]
    public void A_pinned_version_can_be_forked_long_after()
    {
        var parent = BranchHistory.Create(_memory, InPlace, (1, 1));
        var pin = parent.Pages.PinHead();
        parent.Commit((1, 2));
        var child = pin.Fork(new(5));
        pin.Dispose();
        parent.Commit((1, 3));
        BranchHistory.AssertHolds(child.Tip, new() { [1] = 1 });
        Assert.Equal(5UL, child.Tip.TxId.Value);
    }

    [Fact]
    public void Truncated_pages_are_gone_and_return_to_the_pool()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1), (64, 2), (65, 3), (300, 4));
        branch.Commit(pageCount: 64, (1, 9));
        Assert.Null(branch.Pages.Tip.Find(new(65)));
        branch.Commit((300, 5));
        BranchHistory.AssertHolds(branch.Pages.Tip, new() { [1] = 9, [64] = 2, [300] = 5 });
        Assert.Equal(3 * BranchHistory.PageSize, _memory.LiveBytes);
    }

    [Fact]
    public void The_head_moves_to_published_versions_only()
    {
        var branch = BranchHistory.Create(_memory, Logged, (1, 1));
        branch.Commit((1, 2));
        branch.Pages.AdvanceHead(new(2));
        branch.Pages.AdvanceHead(new(1));
        Assert.Equal(2UL, branch.Pages.Head.TxId.Value);
        Assert.Throws<InvariantException>(() => branch.Pages.AdvanceHead(new(3)));
    }

    [Fact]
    public void A_txid_is_never_published_twice()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1));
        Assert.Throws<InvariantException>(() => branch.Pages.Publish(new(1), 1, []));
    }

    [Fact]
    public void A_closed_branch_cannot_be_pinned()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1));
        branch.Pages.Dispose();
        branch.Pages.Dispose();
        Assert.Throws<ObjectDisposedException>(() => branch.Pages.PinHead());
    }

    [Fact]
    public void A_disposed_pin_cannot_be_forked()
    {
        var branch = BranchHistory.Create(_memory, InPlace, (1, 1));
        var pin = branch.Pages.PinHead();
        pin.Dispose();
        pin.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pin.Fork(default));
    }
}
