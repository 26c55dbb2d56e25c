using Memoturn.Storage.Catalog;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>
/// At most <see cref="Capacity"/> name records, each for at most <see cref="MaxAge"/>; when full, the oldest go first.
/// </summary>
internal sealed class RecordCache(TimeProvider clock)
{
    public const int Capacity = 100_000;

    /// <summary>How long a change made by another node may go unseen.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>Guards <see cref="_entries"/>, <see cref="_ages"/> and <see cref="_generation"/>.</summary>
    private readonly Lock _lock = new();

    private readonly Dictionary<DatabaseName, Entry> _entries = [];
    private readonly Queue<Entry> _ages = new();
    private long _generation;

    /// <summary>Changes with every removal: a record read before one may be older than what caused it.</summary>
    public long Generation
    {
        get
        {
            lock (_lock)
            {
                return _generation;
            }
        }
    }

    public NameRecord? Find(DatabaseName name)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(name, out var entry)
                && clock.GetElapsedTime(entry.AddedAt) < MaxAge ? entry.Record : null;
        }
    }

    /// <summary>Keeps a record that was read at <paramref name="generation"/>; nothing when that has passed.</summary>
    public void Add(NameRecord record, long generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
            {
                return;
            }

            var entry = new Entry(record, clock.GetTimestamp());
            _entries[record.Name] = entry;
            _ages.Enqueue(entry);
            while (_ages.Count > Capacity)
            {
                Evict(_ages.Dequeue());
            }
        }
    }

    public void Remove(DatabaseName name)
    {
        lock (_lock)
        {
            _generation++;
            _entries.Remove(name);
        }
    }

    private void Evict(Entry oldest)
    {
        if (_entries.TryGetValue(oldest.Record.Name, out var current) && ReferenceEquals(current, oldest))
        {
            _entries.Remove(oldest.Record.Name);
        }
    }

    private sealed record Entry(NameRecord Record, long AddedAt);
}
