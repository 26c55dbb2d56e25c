using System.Runtime.CompilerServices;

namespace Memoturn.Storage.Pages;

/// <summary>
/// 64 neighbouring pages of a table; changed in place only by its owner, and only while nobody else can see it.
/// </summary>
internal sealed class PageLeaf
{
    public const int Shift = 6;
    public const int Length = 1 << Shift;
    public const int Mask = Length - 1;

    private Slots _slots;

    public PageLeaf(PageOwner owner) => Owner = owner;

    private PageLeaf(PageOwner owner, PageLeaf source)
    {
        Owner = owner;
        _slots = source._slots;
    }

    public PageOwner Owner { get; }

    public Page? this[int index]
    {
        get => _slots[index];
        set => _slots[index] = value;
    }

    public PageLeaf CopyFor(PageOwner owner) => new(owner, this);

    [InlineArray(Length)]
    private struct Slots
    {
        private Page? _first;
    }
}
