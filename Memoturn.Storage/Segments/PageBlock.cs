namespace Memoturn.Storage.Segments;

/// <summary>
/// A run of entry bytes packed together, at most <see cref="MaxRawBytes"/> before packing unless one entry alone is
/// larger.
/// </summary>
/// <param name="Stored">The bytes as written: a Zstandard frame, or the raw bytes where that is not smaller.</param>
/// <param name="RawLengthBytes">Length once unpacked; equal to the stored length for raw bytes.</param>
public readonly record struct PageBlock(ReadOnlyMemory<byte> Stored, int RawLengthBytes)
{
    public const int MaxRawBytes = 64 * 1024;

    public bool IsPacked => Stored.Length != RawLengthBytes;
}
