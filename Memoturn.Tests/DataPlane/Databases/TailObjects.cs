using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.DataPlane.Databases;

/// <summary>The tail objects of a bucket, as whoever restores from it sees them.</summary>
internal static class TailObjects
{
    public static async Task<IReadOnlyList<(Segment Segment, long LengthBytes)>> ReadAsync(IObjectStore store)
    {
        var tails = new List<(Segment, long)>();
        ObjectKey? after = null;
        ObjectPage page;
        do
        {
            page = await store.ListAsync("v1/", after, 1000, CancellationToken.None);
            foreach (var entry in page.Entries.Where(entry => ObjectKeys.TryParseTailSeq(entry.Key, out _)))
            {
                var found = await store.FindAsync(entry.Key, CancellationToken.None);
                Assert.NotNull(found);
                tails.Add((SegmentCodec.Decode(found.Content, entry.Key), found.LengthBytes));
            }

            after = page.Entries.IsEmpty ? after : page.Entries[^1].Key;
        }
        while (page.HasMore);

        return tails;
    }
}
