using System.Text.Json;
using Memoturn.Storage.Json;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>
/// Manifests to bytes and back; members it does not know stay as they are. Layout: docs/formats/manifest.md.
/// </summary>
internal static class ManifestCodec
{
    public static ReadOnlyMemory<byte> Encode(Manifest manifest) =>
        ChecksummedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJsonContext.Default.Manifest));

    /// <exception cref="CorruptObjectException">
    /// The checksum, the JSON, or what it says is not what it must be.
    /// </exception>
    public static Manifest Decode(ReadOnlyMemory<byte> content, ObjectKey key)
    {
        var manifest = Parse(ChecksummedJson.Open(content, key), key);
        if (manifest.Format != Manifest.CurrentFormat)
        {
            throw new CorruptObjectException(
                $"{key}: format {Manifest.CurrentFormat} expected, found {manifest.Format}");
        }

        if (ObjectKeys.Manifest(manifest.Uuid, manifest.Branch) != key)
        {
            throw new CorruptObjectException(
                $"{key}: its own manifest expected, found that of {manifest.Uuid}@{manifest.Branch}");
        }

        if (ManifestInvariants.FirstBroken(manifest) is { } broken)
        {
            throw new CorruptObjectException(
                $"{key}: {broken} expected, found generation {manifest.Generation} without it");
        }

        return manifest with { Checkpoints = manifest.Checkpoints.WithComparers(StringComparer.Ordinal) };
    }

    private static Manifest Parse(ReadOnlyMemory<byte> json, ObjectKey key)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, ManifestJsonContext.Default.Manifest)
                ?? throw new CorruptObjectException($"{key}: a manifest expected, found null");
        }
        catch (JsonException e)
        {
            throw new CorruptObjectException($"{key}: a manifest expected, found other JSON: {e.Message}", e);
        }
    }
}
