using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// The plain part of a segment's tail: everything of a <see cref="Segment"/> except its commits
/// (docs/formats/segment.md).
/// </summary>
internal static class SegmentHeader
{
    public static void Write(FieldWriter target, Segment segment)
    {
        target.WriteByte(SegmentLayout.FormatVersion);
        target.WriteByte((byte)segment.Kind);
        target.WriteByte((byte)BitOperations.Log2((uint)segment.PageSize));
        target.WriteUInt128(segment.Database.Value);
        target.WriteUInt128(segment.Origin.Value);
        target.WriteVarint(segment.Seq);
        target.WriteUInt128(segment.Previous);
        target.WriteVarint(segment.Epoch.Number);
        target.WriteUInt128(segment.Epoch.Claim.Value);
        target.WriteUInt128(segment.Nonce.Value);
        target.WriteVarint(segment.Hi.Value);
        target.WriteVarint(segment.MinTxId.Value);
        target.WriteVarint(segment.MaxTxId.Value - segment.MinTxId.Value);
        target.WriteVarint(segment.PageCount);
        WriteKey(target, segment);
        WriteRefs(target, segment);
    }

    public static Segment Read(ReadOnlySpan<byte> bytes, ObjectKey key)
    {
        var reader = new FieldReader(bytes, key);
        if (reader.ReadByte() is var format && format != SegmentLayout.FormatVersion)
        {
            throw reader.Corrupt($"format {SegmentLayout.FormatVersion}", $"{format}");
        }

        var kind = ReadKind(ref reader);
        var pageSize = ReadPageSize(ref reader);
        var database = new DatabaseId(reader.ReadUInt128());
        var segment = new Segment
        {
            Database = database,
            Kind = kind,
            PageSize = pageSize,
            Origin = new(reader.ReadUInt128()),
            Seq = reader.ReadVarint(),
            Previous = reader.ReadUInt128(),
            Epoch = new(reader.ReadVarint(), new(reader.ReadUInt128())),
            Nonce = new(reader.ReadUInt128()),
            Hi = new(reader.ReadVarint()),
            MinTxId = new(reader.ReadVarint()),
        };
        segment = segment with
        {
            MaxTxId = new(unchecked(segment.MinTxId.Value + reader.ReadVarint())),
            PageCount = (uint)reader.ReadVarint(),
            KeyId = (uint)reader.ReadVarint(),
        };
        segment = segment with
        {
            Salt = segment.KeyId == 0 ? default : SegmentSalt.Read(reader.ReadBytes(SegmentSalt.LengthBytes)),
            Refs = ReadRefs(ref reader, database),
        };
        reader.RequireEnd();
        return segment;
    }

    private static void WriteKey(FieldWriter target, Segment segment)
    {
        target.WriteVarint(segment.KeyId);
        if (segment.KeyId != 0)
        {
            Span<byte> salt = stackalloc byte[SegmentSalt.LengthBytes];
            segment.Salt.WriteTo(salt);
            target.WriteBytes(salt);
        }
    }

    private static void WriteRefs(FieldWriter target, Segment segment)
    {
        var prefixLength = ObjectKeys.DatabasePrefix(segment.Database).Length;
        target.WriteVarint((ulong)segment.Refs.Length);
        foreach (var reference in segment.Refs)
        {
            var rest = Encoding.ASCII.GetBytes(reference.Value[prefixLength..]);
            target.WriteVarint((ulong)rest.Length);
            target.WriteBytes(rest);
        }
    }

    private static ImmutableArray<ObjectKey> ReadRefs(ref FieldReader reader, DatabaseId database)
    {
        var prefix = ObjectKeys.DatabasePrefix(database);
        var refs = ImmutableArray.CreateBuilder<ObjectKey>(reader.ReadCount(minItemBytes: 2));
        for (var i = 0; i < refs.Capacity; i++)
        {
            var rest = Encoding.Latin1.GetString(reader.ReadBytes(reader.ReadInt32(ObjectKey.MaxLength)));
            var reference = new ObjectKey(prefix + rest);
            refs.Add(reference.IsValid ? reference : throw reader.Corrupt("an object key", $"'{rest}'"));
        }

        return refs.MoveToImmutable();
    }

    private static SegmentKind ReadKind(ref FieldReader reader)
    {
        var kind = reader.ReadByte();
        return kind <= (byte)SegmentKind.Stub ? (SegmentKind)kind : throw reader.Corrupt("a segment kind", $"{kind}");
    }

    private static int ReadPageSize(ref FieldReader reader)
    {
        var log2 = reader.ReadByte();
        return log2 < 31 && SegmentLayout.IsPageSize(1 << log2)
            ? 1 << log2
            : throw reader.Corrupt("a page size of 2^9 to 2^16", $"2^{log2}");
    }
}
