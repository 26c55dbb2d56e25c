using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// The schema cookies presented to SQLite: one for each distinct schema seen, a multiple of 65,536, so that statements
/// prepared on one database are valid on every other of the same schema and on none of another. Thread safe.
/// </summary>
/// <remarks>
/// Never stored: pages hold the real cookie. When the numbers run out a new generation begins; connections of an older
/// one are not used again.
/// </remarks>
internal sealed class SchemaIds
{
    public const uint Step = 65_536;

    private readonly Lock _gate = new(); // guards _ids and _generation
    private readonly Dictionary<UInt128, uint> _ids = [];
    private int _generation;

    public int Generation => Volatile.Read(ref _generation);

    /// <summary>The id of the version's schema, found once for each version.</summary>
    public SchemaStamp StampOf(PageTable table)
    {
        var known = table.Schema;
        if (known.Id != 0 && known.Generation == Generation)
        {
            return known;
        }

        var stamp = Intern(SchemaFingerprint.Of(table));
        table.Schema = stamp;
        return stamp;
    }

    internal SchemaStamp Intern(UInt128 fingerprint)
    {
        lock (_gate)
        {
            if (!_ids.TryGetValue(fingerprint, out var id))
            {
                if (_ids.Count == (uint.MaxValue / Step) - 1)
                {
                    _ids.Clear();
                    _generation++;
                }

                id = (uint)(_ids.Count + 1) * Step;
                _ids.Add(fingerprint, id);
            }

            return new(id, _generation);
        }
    }
}
