using System.Numerics;

namespace Memoturn.Storage.Pages;

/// <summary>What SQLite's file format says of page sizes (https://sqlite.org/fileformat2.html, 1.3 and 1.4).</summary>
public static class PageSizes
{
    public const int Smallest = 512;
    public const int Largest = 65536;

    private const uint LockByte = 1u << 30;

    public static bool IsValid(int pageSize) =>
        pageSize is >= Smallest and <= Largest && BitOperations.IsPow2(pageSize);

    /// <summary>The page that holds byte 2^30: never stored, always zeros.</summary>
    public static PageNumber LockBytePage(int pageSize) => new((LockByte / (uint)pageSize) + 1);

    internal static int Require(int pageSize) =>
        IsValid(pageSize)
            ? pageSize
            : throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, "a power of two, 512 to 65536");
}
