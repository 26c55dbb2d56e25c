using System.Text;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Recall;

public sealed class Fts5TokenizerTests : IDisposable
{
    private readonly Connection _connection = Connection.Open(":memory:");

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("Running runners ran", "run", "runner", "ran")]
    [InlineData("Crème brûlée, 3.5 %", "creme", "brule", "3", "5")]
    [InlineData("re\u0301sume\u0301", "resum")]
    [InlineData("don't", "don", "t")]
    [InlineData("日本語 text", "日本語", "text")]
    [InlineData("?!", new string[0])]
    public void Text_is_cut_folded_and_stemmed(string text, params string[] tokens)
    {
        Assert.Equal(tokens.Select(token => Fts5Tokenizer.HashToken(Encoding.UTF8.GetBytes(token))), Hash(text));
    }

    [Fact]
    public void Long_texts_give_as_many_terms_as_words()
    {
        Assert.Equal(20_000, Hash(string.Concat(Enumerable.Repeat("a ", 20_000))).Length);
    }

    private uint[] Hash(string text)
    {
        var terms = new uint[Fts5Tokenizer.MaxTerms(Encoding.UTF8.GetByteCount(text))];
        return terms[.._connection.Tokenizer.Hash(text, terms)];
    }
}
