using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class ViewCounterTests
{
    private static readonly PageTable Left = PageTable.Empty(512, new());
    private static readonly PageTable Right = PageTable.Empty(512, new());

    private readonly ViewCounter _view = new();

    [Fact]
    public void One_version_keeps_its_number_and_another_gets_a_new_one()
    {
        var first = Show(Left);
        Assert.Equal(first, Show(Left));
        Assert.NotEqual(first, Show(Right));
        Assert.NotEqual(first, Show(Left));
    }

    [Fact]
    public void A_commit_leaves_the_cache_valid_under_the_counter_SQLite_wrote()
    {
        var shown = Show(Left);
        _view.Wrote(shown + 1);
        _view.Committed(shown + 1, Right);
        Assert.Equal(shown + 1, Show(Right));
        Assert.NotEqual(shown + 1, Show(Left));
    }

    [Fact]
    public void A_counter_that_was_written_and_rolled_back_is_never_shown()
    {
        var shown = Show(Left);
        _view.Wrote(shown + 1);
        _view.Wrote(shown);
        _view.Forget();
        Assert.Equal(shown + 2, Show(Left));
    }

    [Fact]
    public void Numbers_wrap_round()
    {
        _view.Wrote(int.MaxValue);
        _view.Wrote(uint.MaxValue - 1);
        _view.Wrote(uint.MaxValue);
        Assert.Equal(0U, Show(Left));
        Assert.Equal(1U, Show(Right));
    }

    private uint Show(PageTable table)
    {
        _view.Show(table);
        return _view.Current;
    }
}
