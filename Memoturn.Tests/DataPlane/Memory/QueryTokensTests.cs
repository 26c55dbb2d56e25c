using Memoturn.DataPlane.Memory;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class QueryTokensTests
{
    [Theory]
    [Trait("Accept", "REC-08")]
    [InlineData("What does Caroline like to drink?", "Caroline", "like", "drink")]
    [InlineData("NOT dark AND (NEAR mode)*", "NOT", "dark", "NEAR", "mode")]
    [InlineData("who are you", "who", "are", "you")]
    [InlineData("\"; DROP TABLE--", "DROP", "TABLE")]
    [InlineData("?!… -- ''", new string[0])]
    [InlineData("", new string[0])]
    [InlineData("re\u0301sume\u0301 of 2024/05", "re\u0301sume\u0301", "2024", "05")]
    [InlineData("\u0301 x²", "x²")]
    public void A_question_is_cut_into_words_and_loses_its_stop_words_unless_nothing_is_left(
        string question, params string[] tokens)
    {
        Assert.Equal(tokens, QueryTokens.Of(question));
    }

    [Fact]
    [Trait("Accept", "REC-08")]
    public void Tokens_are_quoted_and_any_may_match()
    {
        Assert.Equal("\"NOT\" OR \"dark\"", QueryTokens.ToMatch(["NOT", "dark"]));
    }

    [Fact]
    public void A_question_has_a_bounded_number_of_words()
    {
        Assert.Equal(QueryTokens.MaxCount, QueryTokens.Of(string.Concat(Enumerable.Repeat("word ", 10_000))).Length);
    }
}
