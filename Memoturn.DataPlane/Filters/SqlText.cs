using System.Text;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Filters;

/// <summary>
/// A statement under construction: its text, and the values of its parameters in the order of the text.
/// </summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<SqlValue> _values = [];

    public SqlText()
    {
    }

    public SqlText(string text) => _text.Append(text);

    public IReadOnlyList<SqlValue> Values => _values;

    public override string ToString() => _text.ToString();

    /// <summary>Appends text of the program's own; what comes from a request goes in as a value.</summary>
    public SqlText Append(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Appends a parameter.</summary>
    public SqlText Append(SqlValue value)
    {
        _text.Append('?');
        _values.Add(value);
        return this;
    }

    /// <summary>Prepares the statement with all values bound.</summary>
    public Statement Prepare(Connection connection)
    {
        var statement = connection.Prepare(ToString());
        for (var i = 0; i < _values.Count; i++)
        {
            _values[i].Bind(statement, i + 1);
        }

        return statement;
    }
}
