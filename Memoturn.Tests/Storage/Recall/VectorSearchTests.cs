using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.Storage.Recall;

public sealed class VectorSearchTests
{
    private const int Limit = 10;
    private static readonly RecallFilter All = new() { NowUnixMs = 0 };

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(130)]
    public void Few_vectors_are_ordered_by_their_exact_distance(int dimension)
    {
        using var profile = new RowsOfOneProfile();
        var random = new Random(dimension);
        var vectors = Fill(profile, random, 300, dimension, clusters: 20);
        var query = Unit(random, dimension);

        var found = profile.Index.FindByVector(query, All, Limit, profile.Connection);

        Assert.Equal(Nearest(vectors, query), found.Select(candidate => candidate.RowId));
        Assert.All(found, candidate =>
            Assert.Equal(1 - Cosine(vectors[(int)candidate.RowId - 1], query), candidate.Key, 1e-5));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(96)]
    public void Many_vectors_are_found_and_ordered_as_if_every_row_was_measured(int dimension)
    {
        using var profile = new RowsOfOneProfile();
        var random = new Random(dimension);
        var vectors = Fill(profile, random, VectorSet.FewestWithoutOriginals + 500, dimension, clusters: 100);
        float[][] queries =
        [
            new float[dimension],
            .. Enumerable.Range(0, 20).Select(_ => Near(random, vectors[random.Next(vectors.Count)], 0.3f)),
            .. Enumerable.Range(0, 20).Select(_ => Unit(random, dimension)),
        ];
        Assert.All(queries, query =>
        {
            var found = profile.Index.FindByVector(query, All, Limit, profile.Connection);
            Assert.Equal(Measured(vectors, query), found.Select(candidate => (candidate.RowId, candidate.Key)));
        });
    }

    [Fact]
    public void A_null_vector_is_found_among_many_that_are_farther()
    {
        using var profile = new RowsOfOneProfile();
        var random = new Random(4);
        profile.Commit(changes =>
        {
            for (var row = 1; row <= VectorSet.FewestWithoutOriginals; row++)
            {
                profile.Add(changes, Row(row, row == 7 ? new float[3] : Near(random, [1f, 1f, 1f], 0.5f)));
            }
        });

        var found = Assert.Single(profile.Index.FindByVector([-1f, -1f, -1f], All, 1, profile.Connection));

        Assert.Equal((7, 1.0), (found.RowId, found.Key));
    }

    [Fact]
    public void A_filter_never_starves_the_channel()
    {
        using var profile = new RowsOfOneProfile();
        var random = new Random(2);
        var vectors = Fill(profile, random, VectorSet.FewestWithoutOriginals + 100, 8, clusters: 5);
        var query = vectors[0];
        var rare = new HashSet<long> { 7, 1_500, 2_100 };

        var found = profile.Index.FindByVector(query, All with { RowIds = rare }, Limit, profile.Connection);

        Assert.Equal(rare.Order(), found.Select(candidate => candidate.RowId).Order());
    }

    [Fact]
    public void Versions_from_before_the_originals_were_dropped_still_answer()
    {
        using var profile = new RowsOfOneProfile();
        var random = new Random(3);
        var vectors = Fill(profile, random, VectorSet.FewestWithoutOriginals - 1, 16, clusters: 50);
        var before = profile.Index;
        var query = Unit(random, 16);
        var expected = Nearest(vectors, query);
        profile.Commit(changes => profile.Add(changes, Row(5_000, query)));

        Assert.Equal(
            expected, before.FindByVector(query, All, Limit, profile.Connection).Select(candidate => candidate.RowId));
        Assert.Equal(5_000, profile.Index.FindByVector(query, All, Limit, profile.Connection)[0].RowId);
    }

    [Fact]
    public void A_revived_row_keeps_its_vector()
    {
        using var profile = new RowsOfOneProfile();
        profile.Commit(changes => profile.Add(changes, Row(1, [1f, 0f])));
        var gone = profile.Commit(changes => profile.Supersede(changes, 1));
        var back = profile.Commit(changes => profile.Revive(changes, 1));

        Assert.Empty(gone.FindByVector([1f, 0f], All, Limit, profile.Connection));
        Assert.Equal(0, Assert.Single(back.FindByVector([1f, 0f], All, Limit, profile.Connection)).Key);
    }

    [Fact]
    public void Another_dimension_finds_nothing()
    {
        using var profile = new RowsOfOneProfile();
        profile.Commit(changes => profile.Add(changes, Row(1, [1f, 0f])));
        Assert.Empty(profile.Index.FindByVector([1f, 0f, 0f], All, Limit, profile.Connection));
        Assert.Empty(
            RecallIndex.Build(profile.Connection, TxId.Zero).FindByVector([1f], All, Limit, profile.Connection));
    }

    private static List<float[]> Fill(RowsOfOneProfile profile, Random random, int count, int dimension, int clusters)
    {
        var centres = Enumerable.Range(0, clusters).Select(_ => Unit(random, dimension)).ToArray();
        var vectors = Enumerable.Range(0, count).Select(_ =>
            Near(random, centres[random.Next(clusters)], 0.8f)).ToList();
        profile.Commit(changes =>
        {
            for (var row = 0; row < count; row++)
            {
                profile.Add(changes, Row(row + 1, vectors[row]));
            }
        });
        return vectors;
    }

    private static RecallRow Row(long rowId, float[] vector) => new()
    {
        RowId = rowId,
        Id = RowsOfOneProfile.IdOf(rowId),
        Type = "event",
        Summary = "",
        CreatedAtUnixMs = rowId,
        Embedding = vector,
    };

    private static IEnumerable<long> Nearest(List<float[]> vectors, float[] query) =>
        Enumerable.Range(0, vectors.Count).OrderBy(row => 1 - Cosine(vectors[row], query)).Take(Limit).Select(
            row => row + 1L);

    // Later rows are newer: they come first where distances are equal.
    private static IEnumerable<(long RowId, double Distance)> Measured(List<float[]> vectors, float[] query) =>
        vectors.Select((vector, row) => (RowId: row + 1L, Distance: VectorDistance.Cosine(query, vector)))
            .OrderBy(row => row.Distance).ThenByDescending(row => row.RowId).Take(Limit);

    private static double Cosine(float[] left, float[] right)
    {
        var dot = left.Zip(right, (l, r) => (double)l * r).Sum();
        return dot / Math.Sqrt(left.Sum(value => (double)value * value) * right.Sum(value => (double)value * value));
    }

    private static float[] Unit(Random random, int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];

    private static float[] Near(Random random, float[] centre, float spread) =>
        [.. centre.Select(value => value + (spread * ((random.NextSingle() * 2) - 1)))];
}
