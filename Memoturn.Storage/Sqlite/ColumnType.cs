namespace Memoturn.Storage.Sqlite;

/// <summary>Storage class of a value; the numbers are SQLite's.</summary>
public enum ColumnType
{
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
    Null = 5,
}
