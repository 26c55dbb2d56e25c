using System.Diagnostics.CodeAnalysis;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// Verified segments by key, the least recently used one dropped first; segments never change, so none is ever stale.
/// </summary>
/// <param name="capacityBytes">
/// Bound on the sum of the objects' lengths; a larger object is not kept. Default 64 MiB.
/// </param>
internal sealed class DecodedSegmentCache(long capacityBytes = DecodedSegmentCache.DefaultCapacityBytes)
{
    public const long DefaultCapacityBytes = 64L << 20;

    /// <summary>Guards everything below.</summary>
    private readonly Lock _lock = new();

    private readonly Dictionary<ObjectKey, LinkedListNode<StoredSegment>> _items = [];

    /// <summary>Most recently used first.</summary>
    private readonly LinkedList<StoredSegment> _order = [];

    private long _lengthBytes;

    public long LengthBytes
    {
        get
        {
            lock (_lock)
            {
                return _lengthBytes;
            }
        }
    }

    public bool TryGet(ObjectKey key, [NotNullWhen(true)] out StoredSegment? segment)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(key, out var node))
            {
                segment = null;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            segment = node.Value;
            return true;
        }
    }

    /// <summary>Keeps an object; its length is about what its decoded form holds in memory.</summary>
    public void Add(StoredSegment segment)
    {
        lock (_lock)
        {
            Remove_NeedsLock(segment.Key);
            if (segment.LengthBytes > capacityBytes)
            {
                return;
            }

            _items[segment.Key] = _order.AddFirst(segment);
            _lengthBytes += segment.LengthBytes;
            while (_lengthBytes > capacityBytes)
            {
                Remove_NeedsLock(_order.Last!.Value.Key);
            }
        }
    }

    /// <summary>Forgets an object, as an erasure or the deletion of its database asks.</summary>
    public void Remove(ObjectKey key)
    {
        lock (_lock)
        {
            Remove_NeedsLock(key);
        }
    }

    private void Remove_NeedsLock(ObjectKey key)
    {
        if (_items.Remove(key, out var node))
        {
            _order.Remove(node);
            _lengthBytes -= node.Value.LengthBytes;
        }
    }
}
