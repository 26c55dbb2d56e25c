using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.CommitLogs;

public class LogRecordFormatTests
{
    private static readonly LogRecordStamp Stamp = new(LogRecords.Log, 3, 17, 16);

    private static readonly Gen<PageEntry> GenEntry =
        from page in Gen.UInt[1, uint.MaxValue]
        from kind in Gen.Int[0, 2]
        from ids in Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong)
        from place in Gen.Select(Gen.Int[0, 0xFFFFFF], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue])
        select new PageEntry(
            new(page), (PageEntryKind)kind, new(ids.Item1), ids.Item2, ids.Item3, place.Item1, place.Item2,
            place.Item3);

    private static readonly Gen<PageBlock> GenBlock =
        from stored in Gen.Byte.Array[0, 300]
        from more in Gen.Int[0, 1000]
        select new PageBlock(stored, stored.Length + more);

    private static readonly Gen<LogRecord> GenRecord =
        from entries in GenEntry.Array[0, 20]
        from blocks in GenBlock.Array[0, 4]
        from numbers in Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.Long)
        from length in Gen.Int[1, BranchName.MaxLength]
        select new LogRecord(
            new(new UInt128(numbers.Item1, 1)),
            new(DatabaseName.Parse("acme--bot", null), BranchName.Parse(new string('b', length), null)), new(
                new UInt128(2, numbers.Item2)),
            new(numbers.Item3, new(new UInt128(numbers.Item2, 3))), new(
                new(numbers.Item1), new(numbers.Item2), numbers.Item4, 65536, uint.MaxValue, [.. entries], [.. blocks],
                long.MaxValue));

    [Fact]
    public void A_record_read_back_is_the_record_written() => GenRecord.Sample(
        record =>
        {
            var bytes = Write(record);
            Assert.True(LogRecordHeader.TryRead(bytes, out var header));
            Assert.Equal(Stamp, header.Stamp);
            LogRecords.AssertEqual(record, LogRecordFormat.Read(header, bytes));
        },
        iter: 1_000);

    [Fact]
    public void Any_bit_that_flips_is_noticed() => Gen.Select(GenRecord, Gen.Int[0, int.MaxValue]).Sample(
        (record, place) =>
        {
            var bytes = Write(record);
            bytes[place / 8 % bytes.Length] ^= (byte)(1 << (place % 8));
            Assert.False(LogRecordHeader.TryRead(bytes, out _));
        },
        iter: 2_000);

    [Fact]
    public void A_record_cut_short_is_noticed() => Gen.Select(GenRecord, Gen.Int[0, int.MaxValue]).Sample(
        (record, cut) =>
        {
            var bytes = Write(record);
            Assert.False(LogRecordHeader.TryRead(bytes.AsSpan(0, cut % bytes.Length), out _));
        },
        iter: 1_000);

    [Fact]
    public void Lengths_that_do_not_fit_under_a_right_checksum_are_a_typed_error() =>
        Gen.Select(GenRecord, Gen.Int[LogRecordHeader.LengthBytes, 600], Gen.Byte).Sample(
            (record, place, value) =>
            {
                var bytes = Write(record);
                if (place < bytes.Length)
                {
                    bytes[place] = value;
                }

                Assert.True(LogRecordHeader.TryRead(Reseal(bytes), out var header));
                try
                {
                    LogRecordFormat.Read(header, bytes);
                }
                catch (CorruptObjectException)
                {
                }
            },
            iter: 3_000);

    [Fact]
    public void A_whole_record_of_a_newer_format_is_not_taken_for_damage()
    {
        var bytes = Write(LogRecords.Create(1, 1, 0));
        bytes[160]++;
        Assert.Throws<LocalDiskException>(() => LogRecordHeader.TryRead(Reseal(bytes), out _));
    }

    [Fact]
    public void The_bytes_are_those_the_format_page_shows()
    {
        var bytes = Write(LogRecords.Create(5, 12, 11, epoch: 3, contentBytes: 8));
        Golden.Match(HexLines.Of(bytes), "commit-log-record.txt");
    }

    private static byte[] Write(LogRecord record)
    {
        var bytes = new byte[LogRecordFormat.Measure(record)];
        LogRecordFormat.Write(record, Stamp, bytes);
        return bytes;
    }

    private static byte[] Reseal(byte[] bytes)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(
            bytes, System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(8)));
        return bytes;
    }
}
