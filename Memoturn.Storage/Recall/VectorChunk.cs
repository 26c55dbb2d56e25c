using System.Runtime.CompilerServices;

namespace Memoturn.Storage.Recall;

/// <summary>Up to 1,024 vectors of one dimension: codes and, while they are few, the originals.</summary>
/// <remarks>Grows as <see cref="RecallChunk"/> does; a vector lives as long as its slot.</remarks>
internal sealed class VectorChunk(int dimension, bool keepsOriginals)
{
    private const int FirstVectors = 8;

    private int _count;

    public int[] Slots { get; private set; } = new int[FirstVectors];

    public sbyte[] Codes { get; private set; } = new sbyte[FirstVectors * dimension];

    public CodeFit[] Fits { get; private set; } = new CodeFit[FirstVectors];

    public float[]? Originals { get; private set; } = keepsOriginals ? new float[FirstVectors * dimension] : null;

    public bool IsFull => _count == RecallChunk.Capacity;

    public long ResidentBytes =>
        ((long)Slots.Length * (sizeof(int) + Unsafe.SizeOf<CodeFit>())) + Codes.Length
        + ((long)(Originals?.Length ?? 0) * sizeof(float));

    public ReadOnlySpan<sbyte> CodeOf(int vector) => Codes.AsSpan(vector * dimension, dimension);

    /// <summary>Empty where originals are not kept.</summary>
    public ReadOnlySpan<float> OriginalOf(int vector) => Originals.AsSpan() is { IsEmpty: false } all
        ? all.Slice(vector * dimension, dimension)
        : [];

    public void Append(int slot, ReadOnlySpan<float> original, ReadOnlySpan<sbyte> code, CodeFit fit)
    {
        if (_count == Slots.Length)
        {
            Grow(_count * 2);
        }

        Slots[_count] = slot;
        Fits[_count] = fit;
        code.CopyTo(Codes.AsSpan(_count * dimension));
        if (Originals is { } originals)
        {
            original.CopyTo(originals.AsSpan(_count * dimension));
        }

        _count++;
    }

    /// <summary>
    /// The same vectors without their originals; what is here stays as it is for the versions that use it.
    /// </summary>
    public VectorChunk WithoutOriginals() =>
        new(dimension, keepsOriginals: false) { Slots = Slots, Codes = Codes, Fits = Fits, _count = _count };

    private void Grow(int count)
    {
        Slots = RecallChunk.Grown(Slots, count);
        Fits = RecallChunk.Grown(Fits, count);
        Codes = RecallChunk.Grown(Codes, count * dimension);
        Originals = Originals is { } originals ? RecallChunk.Grown(originals, count * dimension) : null;
    }
}
