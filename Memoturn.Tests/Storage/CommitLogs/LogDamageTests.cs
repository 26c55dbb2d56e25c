using CsCheck;
using Memoturn.Storage.CommitLogs;

namespace Memoturn.Tests.Storage.CommitLogs;

public class LogDamageTests
{
    private const int RecordCount = 40;

    private static readonly CommitLogOptions SmallFiles =
        new() { FileSizeBytes = 64 * 1024, GroupBufferBytes = 64 * 1024 };

    [Fact]
    public Task A_flipped_bit_costs_the_record_it_hits_and_no_other() =>
        Gen.Select(Gen.Int[0, RecordCount - 1], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (hit, place) =>
            {
                var device = new MemoryLogDevice(LogRecords.Log);
                var records = await WriteAsync(device);
                var victim = records[hit];
                device.Corrupt(
                    victim.File, victim.OffsetBytes + (place / 8 % victim.LengthBytes), (byte)(1 << (place % 8)));

                var recovered = CommitLog.Open(device, SmallFiles).Recovered;
                Assert.Equal(
                    records.Where(record => record != victim).OrderBy(record => record.Branch),
                    recovered.Branches.SelectMany(branch => branch.Records).OrderBy(record => record.Branch));
                AssertReported(recovered, records, hit);
            },
            iter: 150);

    [Fact]
    public async Task A_torn_tail_is_cut_at_the_last_whole_record()
    {
        for (var keptBytes = 0; keptBytes < 9_000; keptBytes += 511)
        {
            var device = new MemoryLogDevice(LogRecords.Log);
            await using (var running = new RunningLog(device))
            {
                await running.AppendAsync(1, 1, 0);
                device.FailNextSync("power");
                var group = Enumerable.Range(2, 4).Select(txId =>
                    running.AppendAsync(1, (ulong)txId, (ulong)txId - 1, contentBytes: 2_000)).ToArray();
                await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(group));
            }

            device.Crash(written => Math.Min(written, keptBytes));
            var recovered = CommitLog.Open(device, new()).Recovered;
            Assert.Empty(recovered.Damage);
            var branch = Assert.Single(recovered.Branches);
            Assert.Null(branch.HoleIndex);
            Assert.Equal(
                Enumerable.Range(1, branch.Records.Length), branch.Records.Select(record => (int)record.TxId.Value));
        }
    }

    [Fact]
    public async Task Damage_in_the_last_group_was_never_acknowledged()
    {
        var device = new MemoryLogDevice(LogRecords.Log);
        var log = CommitLog.Open(device, new());
        var appends = Enumerable.Range(1, 3).Select(txId =>
            log.AppendAsync(LogRecords.Create(1, (ulong)txId, (ulong)txId - 1), CancellationToken.None)).ToArray();
        device.FailNextSync("power");
        await Assert.ThrowsAnyAsync<Exception>(() => log.RunAsync(CancellationToken.None));
        Assert.All(appends, append => Assert.True(append.IsFaulted));
        var second = CommitLog.Open(device, new()).Recovered.Branches[0].Records[1];
        device.Corrupt(second.File, second.OffsetBytes, 0xFF);

        var recovered = CommitLog.Open(device, new()).Recovered;
        Assert.False(Assert.Single(recovered.Damage).WasAcknowledged);
        Assert.Equal(1, Assert.Single(recovered.Branches).HoleIndex);
    }

    [Fact]
    public async Task The_end_of_a_file_lost_before_the_next_was_begun_is_damage()
    {
        var device = new MemoryLogDevice(LogRecords.Log);
        var records = await WriteAsync(device);
        var last = records.Last(record => record.File == 1);
        device.Corrupt(1, last.OffsetBytes, 0x01);

        var recovered = CommitLog.Open(device, SmallFiles).Recovered;
        var damage = Assert.Single(recovered.Damage);
        Assert.True(damage.WasAcknowledged);
        Assert.Equal(2UL, damage.File);
        Assert.Contains("they had been acknowledged", damage.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Any_bytes_open_as_an_empty_log() => Gen.Byte.Array[0, 20_000].SampleAsync(
        async bytes =>
        {
            var device = new MemoryLogDevice(LogRecords.Log);
            await device.CreateAsync(1, CancellationToken.None);
            await device.WriteAsync(1, bytes, 0, CancellationToken.None);
            Assert.Empty(CommitLog.Open(device, new()).Recovered.Branches);
        },
        iter: 100);

    [Fact]
    public async Task Another_logs_records_are_none()
    {
        var device = new MemoryLogDevice(LogRecords.Log);
        var records = await WriteAsync(device);
        var other = new MemoryLogDevice(new(99));
        var bytes = new byte[device.LengthBytes(1)];
        device.Read(1, 0, bytes);
        await other.CreateAsync(1, CancellationToken.None);
        await other.WriteAsync(1, bytes, 0, CancellationToken.None);
        Assert.NotEmpty(records);
        Assert.Empty(CommitLog.Open(other, SmallFiles).Recovered.Branches);
    }

    private static void AssertReported(RecoveredLog recovered, IReadOnlyList<LoggedRecord> records, int hit)
    {
        if (hit == records.Count - 1)
        {
            Assert.Empty(recovered.Damage);
            return;
        }

        Assert.True(Assert.Single(recovered.Damage).WasAcknowledged);
        var victim = records[hit];
        var ofBranch = records.Where(record => record.Branch == victim.Branch).ToList();
        var index = ofBranch.IndexOf(victim);
        var hole = recovered.Branches.Single(branch => branch.Branch == victim.Branch).HoleIndex;
        Assert.Equal(index == 0 || index == ofBranch.Count - 1 ? null : index, hole);
        Assert.All(
            recovered.Branches.Where(branch => branch.Branch != victim.Branch), branch =>
                Assert.Null(branch.HoleIndex));
    }

    private static async Task<IReadOnlyList<LoggedRecord>> WriteAsync(MemoryLogDevice device)
    {
        await using var running = new RunningLog(device, SmallFiles);
        for (var index = 0; index < RecordCount; index++)
        {
            var txId = (ulong)(index / 3) + 1;
            await running.AppendAsync((index % 3) + 1, txId, txId - 1, contentBytes: 100 + (index * 150));
        }

        return [.. Enumerable.Range(1, 3).SelectMany(branch => running.Log.Unshipped(LogRecords.Branch(branch)))
            .OrderBy(record => record.File).ThenBy(record => record.OffsetBytes)];
    }
}
