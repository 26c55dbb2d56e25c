using System.Text;
using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Json;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.Manifests;

public sealed class ManifestCodecTests
{
    [Fact]
    public void Every_member_survives_a_round_trip_byte_for_byte()
    {
        var bytes = ManifestCodec.Encode(SampleManifests.Full());
        var decoded = ManifestCodec.Decode(bytes, SampleManifests.MainKey);

        Assert.Equal(Text(bytes), Text(ManifestCodec.Encode(decoded)));
        Assert.Equal(SampleManifests.Full().Gaps.AsEnumerable(), decoded.Gaps);
        Assert.Equal(["Zürich", "before"], decoded.Checkpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3ul, decoded.CurrentEpoch().Number);
    }

    [Fact]
    public void Members_left_out_read_as_empty()
    {
        var decoded = ManifestCodec.Decode(ManifestCodec.Encode(SampleManifests.Unowned()), SampleManifests.MainKey);

        Assert.Empty(decoded.Runs);
        Assert.Empty(decoded.Checkpoints);
        Assert.Equal(FoldedTail.None, decoded.Folded);
        Assert.Null(decoded.Claim);
    }

    [Fact]
    public void Unknown_members_are_kept_at_every_level()
    {
        var json = Text(ChecksummedJson.Open(ManifestCodec.Encode(SampleManifests.Full()), SampleManifests.MainKey));
        var extended = json
            .Replace("\"node\":\"node-1\"", "\"node\":\"node-1\",\"rack\":{\"row\":[1,2]}", StringComparison.Ordinal)
            .Replace("\"bytes\":512", "\"bytes\":512,\"tier\":\"cold\"", StringComparison.Ordinal)
            .Replace("\"txid\":50", "\"txid\":50,\"by\":\"me\"", StringComparison.Ordinal)
            .Replace("\"format\":1", "\"format\":1,\"later\":null", StringComparison.Ordinal);
        var sealedBytes = ChecksummedJson.Seal(Encoding.UTF8.GetBytes(extended));

        var manifest = ManifestCodec.Decode(sealedBytes, SampleManifests.MainKey);
        var rewritten = Text(ManifestCodec.Encode(manifest with { Generation = 13 }));

        Assert.Contains("\"rack\":{\"row\":[1,2]}", rewritten, StringComparison.Ordinal);
        Assert.Contains("\"tier\":\"cold\"", rewritten, StringComparison.Ordinal);
        Assert.Contains("\"by\":\"me\"", rewritten, StringComparison.Ordinal);
        Assert.Contains("\"later\":null", rewritten, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Accept", "DUR-19")]
    public void Any_flipped_bit_in_a_manifest_is_detected_and_named()
    {
        var bytes = ManifestCodec.Encode(SampleManifests.Full()).ToArray();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Assert.Throws<CorruptObjectException>(
                () => ManifestCodec.Decode(bytes, SampleManifests.MainKey));
            Assert.StartsWith(SampleManifests.MainKey.Value, error.Message, StringComparison.Ordinal);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    [Trait("Accept", "DUR-19")]
    public void Truncated_and_random_bytes_are_a_typed_error()
    {
        var bytes = ManifestCodec.Encode(SampleManifests.Full());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<CorruptObjectException>(() => ManifestCodec.Decode(bytes[..length], SampleManifests.MainKey));
        }

        Gen.Byte.Array[0, 2000].Sample(
            random => Assert.Throws<CorruptObjectException>(() =>
                ManifestCodec.Decode(random, SampleManifests.MainKey)), iter: 500);
    }

    [Fact]
    public void Damaged_json_under_a_right_checksum_is_a_typed_error()
    {
        var json =
            ChecksummedJson.Open(ManifestCodec.Encode(SampleManifests.Full()), SampleManifests.MainKey).ToArray();
        Gen.Select(Gen.Int[1, json.Length - 2], Gen.Byte).Sample(
            (at, value) =>
            {
                var damaged = (byte[])json.Clone();
                damaged[at] = value;
                DecodeOrRefuse(ChecksummedJson.Seal(damaged));
            },
            iter: 5000);
    }

    [Fact]
    public void A_manifest_under_another_key_is_refused()
    {
        var bytes = ManifestCodec.Encode(SampleManifests.Unowned());
        var other = ObjectKeysOf("feature");

        var error = Assert.Throws<CorruptObjectException>(() => ManifestCodec.Decode(bytes, other));

        Assert.Contains("@main", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_has_its_documented_bytes()
    {
        var text = Text(ManifestCodec.Encode(SampleManifests.Full()));

        Golden.Match(text, "manifest.json.txt");
        Assert.Contains(
            text, File.ReadAllText(Repository.PathOf("docs/formats/manifest.md")), StringComparison.Ordinal);
    }

    private static ObjectKey ObjectKeysOf(string branch) =>
        ObjectKeys.Manifest(
            SampleManifests.Database, BranchName.Parse(branch, null));

    private static void DecodeOrRefuse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            ManifestCodec.Encode(ManifestCodec.Decode(bytes, SampleManifests.MainKey));
        }
        catch (CorruptObjectException e)
        {
            Assert.StartsWith(SampleManifests.MainKey.Value, e.Message, StringComparison.Ordinal);
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
