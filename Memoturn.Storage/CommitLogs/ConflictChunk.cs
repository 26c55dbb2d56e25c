using System.Buffers;
using System.Globalization;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// One file of the conflict directory: records of one branch, byte for byte as they lay in the log, each on a multiple
/// of
/// eight. Named after what it holds, so that setting the same records aside again replaces it.
/// </summary>
internal sealed class ConflictChunk(int sizeBytes)
{
    private readonly ArrayBufferWriter<byte> _content = new();
    private LoggedRecord? _first;
    private LoggedRecord? _last;

    public bool IsEmpty => _first is null;

    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{_first?.Branch}-{_first?.TxId.Value:d20}-{_last?.TxId.Value:d20}.log");

    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    public bool HasRoom(int lengthBytes) => IsEmpty || _content.WrittenCount + lengthBytes <= sizeBytes;

    public void Add(LoggedRecord record, ReadOnlySpan<byte> bytes)
    {
        _first ??= record;
        _last = record;
        var aligned = (int)LogFileScanner.Aligned(bytes.Length);
        var target = _content.GetSpan(aligned)[..aligned];
        bytes.CopyTo(target);
        target[bytes.Length..].Clear();
        _content.Advance(aligned);
    }
}
