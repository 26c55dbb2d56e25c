using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Memoturn.Storage.Pages;

/// <summary>The pages of one size: free ones on a stack, the most recently returned on top. Thread safe.</summary>
internal sealed unsafe class PagePool(int pageSize) : IDisposable
{
    public const int SlabBytes = 1 << 20;

    /// <summary>
    /// SQLite may read this far past a mapped page when the database is corrupt (unixFetch in os_unix.c).
    /// </summary>
    private const int OverreadBytes = 256;

    private const nuint Alignment = 4096;

    private readonly Lock _gate = new(); // guards all fields below
    private readonly Stack<Page> _free = new();
    private readonly List<nint> _slabs = [];
    private long _livePages;
    private bool _disposed;

    public long LiveBytes => Volatile.Read(ref _livePages) * pageSize;

    public long ReservedBytes
    {
        get
        {
            lock (_gate)
            {
                return (long)_slabs.Count * SlabBytes;
            }
        }
    }

    public Page Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_free.Count == 0)
            {
                AddSlab_NeedsLock();
            }

            _livePages++;
            return _free.Pop();
        }
    }

    public void Return(Page page)
    {
        Debug.Assert(page.SizeBytes == pageSize, "a page goes back to the pool of its size");
        page.Owner = null;
        page.Birth = default;
        lock (_gate)
        {
            _livePages--;
            _free.Push(page);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _free.Clear();
            foreach (var slab in _slabs)
            {
                NativeMemory.AlignedFree((void*)slab);
            }

            _slabs.Clear();
        }
    }

    private void AddSlab_NeedsLock()
    {
        var slab = (byte*)NativeMemory.AlignedAlloc(SlabBytes + OverreadBytes, Alignment);
        _slabs.Add((nint)slab);
        for (var offset = SlabBytes - pageSize; offset >= 0; offset -= pageSize)
        {
            _free.Push(new(slab + offset, pageSize));
        }
    }
}
