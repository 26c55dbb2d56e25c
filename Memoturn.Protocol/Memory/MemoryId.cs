using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Memoturn.Protocol.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>Identity of a memory, computed from its type, topic and content and from nothing else.</summary>
public static class MemoryId
{
    /// <summary>What every id starts with.</summary>
    public const string Prefix = "mem_";

    private const int HashBytes = 16;

    /// <summary>
    /// <c>mem_</c> and 32 hex digits: the first half of the SHA-256 of type, topic and canonical content, a zero byte
    /// between them.
    /// </summary>
    /// <param name="type">One of <see cref="MemoryTypes"/>.</param>
    /// <param name="topicKey">Null and empty are one.</param>
    /// <param name="content">Absent and JSON null are one.</param>
    /// <exception cref="FormatException">A number of the content lies beyond the range of a double.</exception>
    public static string Compute(string type, string? topicKey, JsonElement? content)
    {
        var canonical = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(content ?? default, canonical);
        return ComputeFromCanonical(type, topicKey, canonical.WrittenSpan);
    }

    /// <summary>The same for content that is in canonical form already, UTF-8.</summary>
    public static string ComputeFromCanonical(string type, string? topicKey, ReadOnlySpan<byte> canonicalContent)
    {
        var input = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(type, input);
        input.Write("\0"u8);
        Encoding.UTF8.GetBytes(topicKey ?? "", input);
        input.Write("\0"u8);
        input.Write(canonicalContent);
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(input.WrittenSpan).AsSpan(0, HashBytes));
    }
}
