using CsCheck;
using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

/// <summary>Random commits, truncations, pins, forks, head moves and disposals against dictionaries.</summary>
public sealed class BranchPagesModelTests
{
    private const int LargestPage = 200;
    private const int MostBranches = 6;

    [Fact]
    [Trait("Accept", "ENG-04")]
    public void Every_pinned_version_keeps_its_pages_and_all_memory_comes_back_at_the_end() =>
        Gen.Select(Gen.UInt, Gen.Bool).Sample(
            (seed, publishesInPlace) => Run(new((int)seed), publishesInPlace), iter: 60);

    private static void Run(Random random, bool publishesInPlace)
    {
        using var memory = new PageMemory();
        var options = new BranchPagesOptions { PublishesInPlace = publishesInPlace };
        var branches = new List<BranchHistory> { BranchHistory.Create(memory, options, (1, 7), (2, 8), (70, 9)) };
        var pins = new List<(PinnedTable Pin, Dictionary<uint, int> Expected)>();
        for (var step = 0; step < 120; step++)
        {
            Step(random, options, branches, pins);
            foreach (var (pin, expected) in pins)
            {
                BranchHistory.AssertHolds(pin.Table, expected);
            }

            foreach (var branch in branches)
            {
                BranchHistory.AssertHolds(branch.Pages.Tip, branch.At(branch.Pages.Tip.TxId));
            }
        }

        IDisposable[] all = [.. branches.Select(branch => branch.Pages), .. pins.Select(one => one.Pin)];
        random.Shuffle(all);
        foreach (var one in all)
        {
            one.Dispose();
        }

        Assert.Equal(0, memory.LiveBytes);
    }

    private static void Step(
        Random random,
        BranchPagesOptions options,
        List<BranchHistory> branches,
        List<(PinnedTable Pin, Dictionary<uint, int> Expected)> pins)
    {
        var branch = branches[random.Next(branches.Count)];
        switch (random.Next(10))
        {
            case < 4:
                branch.Commit([.. Enumerable.Range(0, random.Next(1, 6))
                    .Select(_ => (uint)random.Next(1, LargestPage))
                    .Distinct()
                    .Select(number => (number, random.Next(256)))]);
                break;
            case 4:
                branch.Commit((uint)random.Next(1, LargestPage));
                break;
            case 5 when branches.Count < MostBranches:
                branches.Add(branch.Fork(new((ulong)random.Next(3)), options));
                break;
            case 6:
                var pin = random.Next(2) == 0 ? branch.Pages.PinHead() : branch.Pages.PinTip();
                pins.Add((pin, branch.At(pin.Table.TxId)));
                break;
            case 7 when pins.Count > 0:
                var index = random.Next(pins.Count);
                pins[index].Pin.Dispose();
                pins.RemoveAt(index);
                break;
            case 8 when branches.Count > 1:
                branch.Pages.Dispose();
                branches.Remove(branch);
                break;
            default:
                branch.Pages.AdvanceHead(new(branch.Pages.Head.TxId.Value
                    + (ulong)random.NextInt64((long)(branch.Pages.Tip.TxId.Value - branch.Pages.Head.TxId.Value) + 1)));
                break;
        }
    }
}
