using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Segments;

public class PageDeltaTests
{
    private static readonly Gen<int> GenPageSize = Gen.Int[0, 3].Select(
        index => new[] { 512, 1024, 4096, 65536 }[index]);

    private static readonly Gen<(byte[] Base, byte[] Image)> GenEdited =
        from pageSize in GenPageSize
        from image in Gen.Byte.Array[pageSize]
        from edits in Gen.Select(Gen.Int[0, pageSize - 1], Gen.Byte.Array[1, 40]).Array[0, 12]
        select (image, Edited(image, edits));

    [Fact]
    public void An_image_is_its_base_and_the_delta_between_them() => GenEdited.Sample(
        pages =>
        {
            var (before, image) = pages;
            var target = new byte[(image.Length * 3) + 16];
            Assert.True(PageDelta.TryEncode(before, image, target, out var length));
            var applied = new byte[image.Length];
            PageDelta.Apply(before, target.AsSpan(0, length), applied);
            Assert.Equal(image, applied);
        },
        iter: 300);

    [Fact]
    public void Images_of_any_length_survive() => Gen.Select(Gen.Byte[0, 3].Array[0, 200], Gen.Byte[0, 3].Array[200])
        .Sample(
        (before, source) =>
        {
            var image = source[..before.Length];
            var target = new byte[1000];
            Assert.True(PageDelta.TryEncode(before, image, target, out var length));
            var applied = new byte[image.Length];
            PageDelta.Apply(before, target.AsSpan(0, length), applied);
            Assert.Equal(image, applied);
        },
        iter: 2_000);

    [Fact]
    public void Equal_images_differ_by_nothing()
    {
        Assert.True(PageDelta.TryEncode(new byte[4096], new byte[4096], [], out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void One_changed_byte_costs_a_run_of_it()
    {
        var image = new byte[4096];
        image[200] = 7;
        var target = new byte[16];
        Assert.True(PageDelta.TryEncode(new byte[4096], image, target, out var length));
        Assert.Equal("C80101" + "07", Convert.ToHexString(target.AsSpan(0, length)));
    }

    [Fact]
    public void Runs_less_than_four_equal_bytes_apart_are_one_run()
    {
        byte[] image = [1, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        var target = new byte[32];
        Assert.True(PageDelta.TryEncode(new byte[10], image, target, out var length));
        Assert.Equal("0005" + "0100000001" + "0401" + "01", Convert.ToHexString(target.AsSpan(0, length)));
    }

    [Fact]
    public void A_delta_that_does_not_fit_is_refused()
    {
        var image = Enumerable.Repeat((byte)1, 512).ToArray();
        Assert.False(PageDelta.TryEncode(new byte[512], image, new byte[511], out _));
    }

    [Fact]
    public void Any_bytes_applied_as_a_delta_give_an_image_or_a_typed_error() => Gen.Byte.Array[0, 64].Sample(
        delta =>
        {
            var target = new byte[512];
            try
            {
                PageDelta.Apply(new byte[512], delta, target);
            }
            catch (CorruptObjectException)
            {
            }
        },
        iter: 5_000);

    [Theory]
    [InlineData("00")]
    [InlineData("0002AA")]
    [InlineData("0000")]
    [InlineData("FF7F01AA")]
    [InlineData("FFFFFFFF7F01AA")]
    [InlineData("80808080808001AA")]
    public void A_run_that_does_not_fit_the_page_is_corrupt(string hex) =>
        Assert.Throws<CorruptObjectException>(
            () => PageDelta.Apply(new byte[512], Convert.FromHexString(hex), new byte[512]));

    private static byte[] Edited(byte[] image, (int Offset, byte[] Bytes)[] edits)
    {
        var edited = image.ToArray();
        foreach (var (offset, bytes) in edits)
        {
            var fits = Math.Min(bytes.Length, edited.Length - offset);
            bytes.AsSpan(0, fits).CopyTo(edited.AsSpan(offset));
        }

        return edited;
    }
}
