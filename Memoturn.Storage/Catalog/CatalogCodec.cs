using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Memoturn.Storage.Json;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// Catalogue records to bytes and back; members it does not know stay as they are. Layout: docs/formats/names.md.
/// </summary>
internal static class CatalogCodec
{
    public static ReadOnlyMemory<byte> Encode(NameRecord record) =>
        Encode(record, CatalogJsonContext.Default.NameRecord);

    public static ReadOnlyMemory<byte> Encode(NamespaceRecord record) =>
        Encode(record, CatalogJsonContext.Default.NamespaceRecord);

    /// <exception cref="CorruptObjectException">The checksum, the JSON, or the name in it is another one.</exception>
    public static NameRecord DecodeName(ReadOnlyMemory<byte> content, ObjectKey key)
    {
        var record = Decode(content, key, CatalogJsonContext.Default.NameRecord);
        RequireKey(key, ObjectKeys.Name(record.Name));
        return record;
    }

    /// <exception cref="CorruptObjectException">The checksum, the JSON, or the name in it is another one.</exception>
    public static NamespaceRecord DecodeNamespace(ReadOnlyMemory<byte> content, ObjectKey key)
    {
        var record = Decode(content, key, CatalogJsonContext.Default.NamespaceRecord);
        RequireKey(key, ObjectKeys.Namespace(record.Namespace));
        return record with { Labels = record.Labels.WithComparers(StringComparer.Ordinal) };
    }

    private static ReadOnlyMemory<byte> Encode<T>(T record, JsonTypeInfo<T> type) =>
        ChecksummedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(record, type));

    private static T Decode<T>(ReadOnlyMemory<byte> content, ObjectKey key, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(ChecksummedJson.Open(content, key).Span, type)
                ?? throw new CorruptObjectException($"{key}: a record expected, found null");
        }
        catch (JsonException e)
        {
            throw new CorruptObjectException($"{key}: {typeof(T).Name} expected, found other JSON: {e.Message}", e);
        }
    }

    private static void RequireKey(ObjectKey key, ObjectKey own)
    {
        if (own != key)
        {
            throw new CorruptObjectException($"{key}: its own record expected, found that of {own}");
        }
    }
}
