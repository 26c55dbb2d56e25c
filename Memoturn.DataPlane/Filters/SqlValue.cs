using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Filters;

/// <summary>A value bound to a statement: null, integer, real or text.</summary>
internal readonly record struct SqlValue
{
    private readonly ColumnType _type;
    private readonly long _integer;
    private readonly double _real;
    private readonly string? _text;

    private SqlValue(ColumnType type, long integer = 0, double real = 0, string? text = null)
    {
        _type = type;
        _integer = integer;
        _real = real;
        _text = text;
    }

    public static SqlValue Null => default;

    public bool IsNull => _type is not (ColumnType.Integer or ColumnType.Real or ColumnType.Text);

    public bool IsText => _type == ColumnType.Text;

    /// <summary>The value as long, double, string or null.</summary>
    public object? Boxed => _type switch
    {
        ColumnType.Integer => _integer,
        ColumnType.Real => _real,
        ColumnType.Text => _text,
        _ => null,
    };

    public static SqlValue Of(long value) => new(ColumnType.Integer, integer: value);

    public static SqlValue Of(double value) => new(ColumnType.Real, real: value);

    public static SqlValue Of(string value) => new(ColumnType.Text, text: value);

    public void Bind(Statement statement, int index)
    {
        _ = _type switch
        {
            ColumnType.Integer => statement.Bind(index, _integer),
            ColumnType.Real => statement.Bind(index, _real),
            ColumnType.Text => statement.Bind(index, _text),
            _ => statement.BindNull(index),
        };
    }
}
