using System.Numerics;

namespace Memoturn.Storage.Pages;

/// <summary>
/// The page memory of a node: native slabs of 1 MiB, one pool of pages for each page size. Thread safe.
/// </summary>
/// <remarks>
/// Slabs stay reserved until disposal; whoever disposes it has disposed every branch and connection before.
/// </remarks>
public sealed class PageMemory : IDisposable
{
    private readonly PagePool?[] _pools = new PagePool?[BitOperations.Log2(PageSizes.Largest) + 1];
    private readonly Lock _gate = new(); // guards the creation of pools

    /// <summary>Bytes of pages that are rented.</summary>
    public long LiveBytes => _pools.Sum(pool => pool?.LiveBytes ?? 0);

    /// <summary>Bytes of all slabs.</summary>
    public long ReservedBytes => _pools.Sum(pool => pool?.ReservedBytes ?? 0);

    /// <summary>A page of undefined content that only the caller knows.</summary>
    public Page Rent(int pageSize) => PoolOf(pageSize).Rent();

    /// <summary>Gives a page back; the caller is the last to know it.</summary>
    public void Return(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        PoolOf(page.SizeBytes).Return(page);
    }

    public void Dispose()
    {
        foreach (var pool in _pools)
        {
            pool?.Dispose();
        }
    }

    internal PagePool PoolOf(int pageSize)
    {
        var index = BitOperations.Log2((uint)PageSizes.Require(pageSize));
        return Volatile.Read(ref _pools[index]) ?? Create(index, pageSize);
    }

    private PagePool Create(int index, int pageSize)
    {
        lock (_gate)
        {
            var pool = _pools[index] ?? new(pageSize);
            Volatile.Write(ref _pools[index], pool);
            return pool;
        }
    }
}
