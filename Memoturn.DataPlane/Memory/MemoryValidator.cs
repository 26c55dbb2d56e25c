using System.Buffers;
using System.Text;
using System.Text.Json;
using Memoturn.Protocol;
using Memoturn.Protocol.Json;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The rules of an ingest item (http-api 16.3); the first one that is broken is the answer.</summary>
internal static class MemoryValidator
{
    private const long DefaultTaskTtlSeconds = 86_400;

    /// <exception cref="RequestException">400: none, or too many.</exception>
    public static IReadOnlyList<MemoryItem> RequireBatch(IReadOnlyList<MemoryItem>? items)
    {
        if (items is null)
        {
            throw RequestException.Invalid("memories: expected array");
        }

        return items.Count <= WireLimits.IngestMemories
            ? items
            : throw RequestException.Invalid(
                $"ingest batch exceeds {WireLimits.IngestMemories} memories; split the request");
    }

    /// <exception cref="RequestException">400, naming the member of the item that is refused.</exception>
    public static IReadOnlyList<NewMemory> Validate(IReadOnlyList<MemoryItem> items)
    {
        var memories = new NewMemory[items.Count];
        for (var i = 0; i < memories.Length; i++)
        {
            memories[i] = Validate(items[i], $"memories[{i}]");
        }

        return memories;
    }

    /// <param name="path">Where the item stands in the request.</param>
    /// <exception cref="RequestException">400, naming the member.</exception>
    public static NewMemory Validate(MemoryItem? item, string path)
    {
        if (item is null)
        {
            throw RequestException.Invalid($"{path}: expected object");
        }

        var type = ValidateType(item, path);
        var topicKey = ValidateTopicKey(item.TopicKey, type, $"{path}.topic_key");
        var content = Canonicalize(item.Content, $"{path}.content");
        ValidateRest(item, path);
        return new()
        {
            Id = MemoryId.ComputeFromCanonical(type, topicKey, content),
            Type = type,
            TopicKey = topicKey,
            Summary = ValidateSummary(item, path),
            Keywords = item.Keywords ?? "",
            ContentJson = content,
            ContentText = ContentText.Of(content),
            SessionId = FieldRules.Name(item.SessionId, $"{path}.session_id"),
            Source = FieldRules.Name(item.Source, $"{path}.source"),
            TtlSeconds = item.Ttl ?? (type == MemoryTypes.Task ? DefaultTaskTtlSeconds : null),
            MetadataJson = Metadata.Validate(item.Metadata, $"{path}.metadata"),
            Embedding = type == MemoryTypes.Task ? null : item.Embedding,
            ValidFrom = item.ValidFrom,
            ValidTo = item.ValidTo,
        };
    }

    private static RequestException InvalidDocument(string reason) =>
        RequestException.Invalid($"invalid document: {reason}");

    private static string ValidateType(MemoryItem item, string path)
    {
        var type = item.Type ?? throw RequestException.Invalid($"{path}.type: expected string");
        return MemoryTypes.All.Contains(type) ? type : throw InvalidDocument(FieldRules.UnknownType(type));
    }

    private static string ValidateSummary(MemoryItem item, string path)
    {
        var summary = item.Summary ?? throw RequestException.Invalid($"{path}.summary: expected string");
        return !string.IsNullOrWhiteSpace(summary)
            ? summary
            : throw InvalidDocument("memory summary must not be empty");
    }

    private static string? ValidateTopicKey(string? topicKey, string type, string path)
    {
        if (string.IsNullOrEmpty(topicKey))
        {
            return null;
        }

        if (!Supersession.TakesTopic(type, topicKey))
        {
            throw InvalidDocument("topic_key is only valid on fact/instruction memories");
        }

        return Encoding.UTF8.GetByteCount(topicKey) <= WireLimits.TopicKeyBytes
            ? topicKey
            : throw RequestException.Invalid($"{path}: expected at most {WireLimits.TopicKeyBytes} bytes");
    }

    private static void ValidateRest(MemoryItem item, string path)
    {
        if (item.Embedding is { IsDefaultOrEmpty: true })
        {
            throw InvalidDocument("empty embedding");
        }

        if (item.Ttl < 0)
        {
            throw RequestException.Invalid($"{path}.ttl: expected integer >= 0");
        }

        if (item.ValidFrom >= item.ValidTo)
        {
            throw RequestException.Invalid($"{path}.valid_from: expected a time before valid_to");
        }
    }

    private static byte[] Canonicalize(JsonElement? content, string path)
    {
        var canonical = new ArrayBufferWriter<byte>();
        try
        {
            CanonicalJson.Write(content ?? default, canonical);
        }
        catch (FormatException exception)
        {
            throw new RequestException(ErrorCode.InvalidRequest, $"{path}: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new RequestException(ErrorCode.InvalidRequest, $"{path}: unpaired surrogate", exception);
        }

        return canonical.WrittenSpan.ToArray();
    }
}
