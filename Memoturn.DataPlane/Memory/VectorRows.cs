using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rows of <c>__memoturn_memory_vectors</c>, and the one dimension all vectors of a profile have.</summary>
internal static class VectorRows
{
    private const string SelectDimension = "SELECT value FROM __memoturn_meta WHERE name = 'memory_dimension'";
    private const string InsertDimension = "INSERT INTO __memoturn_meta(name, value) VALUES ('memory_dimension', ?)";
    private const string InsertVector =
        "INSERT INTO __memoturn_memory_vectors(rowid, embedding, scale, code, signs) VALUES (?, ?, ?, ?, ?)";

    /// <summary>The dimension the first vector fixed; null before it.</summary>
    public static int? FindDimension(Connection connection)
    {
        using var select = connection.Prepare(SelectDimension);
        return select.Step() ? (int)select.GetInt64(0) : null;
    }

    /// <summary>
    /// Stores a vector of the profile's dimension; false, with nothing written, when it has another one.
    /// </summary>
    public static bool TryInsert(Connection connection, long rowId, ReadOnlySpan<float> embedding)
    {
        var dimension = FindDimension(connection);
        if (dimension is null)
        {
            using var fix = connection.Prepare(InsertDimension);
            fix.Bind(1, embedding.Length).Run();
        }
        else if (dimension != embedding.Length)
        {
            return false;
        }

        var code = VectorCode.Of(embedding);
        using var insert = connection.Prepare(InsertVector);
        insert.Bind(1, rowId).Bind(2, MemoryMarshal.AsBytes(embedding)).Bind(3, code.Scale)
            .Bind(4, MemoryMarshal.AsBytes(code.Values.AsSpan())).Bind(5, code.Signs).Run();
        return true;
    }
}
