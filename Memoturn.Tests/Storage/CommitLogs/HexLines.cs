namespace Memoturn.Tests.Storage.CommitLogs;

/// <summary>Bytes as hexadecimal text, sixteen a line, each line led by its offset.</summary>
internal static class HexLines
{
    private const int LineBytes = 16;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<string>();
        for (var offset = 0; offset < bytes.Length; offset += LineBytes)
        {
            var line = bytes[offset..Math.Min(bytes.Length, offset + LineBytes)];
            lines.Add($"{offset:x4}  {Convert.ToHexStringLower(line)}");
        }

        return string.Join('\n', lines) + "\n";
    }
}
