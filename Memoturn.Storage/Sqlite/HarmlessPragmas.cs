using System.Runtime.InteropServices;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// The PRAGMAs that only tell something, whatever their argument: a connection that ran others is not reused.
/// FTS5 asks for data_version itself.
/// </summary>
internal static unsafe class HarmlessPragmas
{
    public static bool Contains(byte* name)
    {
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        return IsAny(text, "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo")
            || IsAny(text, "foreign_key_list", "foreign_key_check", "database_list", "collation_list", "function_list")
            || IsAny(text, "integrity_check", "quick_check", "page_count", "freelist_count", "compile_options")
            || IsAny(text, "data_version");
    }

    private static bool IsAny(ReadOnlySpan<byte> name, params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, candidate))
            {
                return true;
            }
        }

        return false;
    }
}
