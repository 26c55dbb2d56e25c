using Memoturn.Storage.Catalog;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The databases that new ones are forked from: 1 KB pages for profiles, 4 KB for all others, fixed for life.
/// </summary>
internal sealed class TemplateSet(SqliteVfs vfs, PageMemory memory) : IDisposable
{
    private const int ProfilePageSize = 1024;
    private const int DatabasePageSize = 4096;

    private readonly DatabaseTemplate _profile = new(vfs, memory, ReservedSchema.Script, ProfilePageSize);
    private readonly DatabaseTemplate _database = new(vfs, memory, ReservedSchema.Script, DatabasePageSize);

    public static int PageSizeOf(DatabaseName name) => name.IsProfile ? ProfilePageSize : DatabasePageSize;

    /// <summary>A new branch at txid 0.</summary>
    public BranchPages Fork(int pageSize) => (pageSize == ProfilePageSize ? _profile : _database).Fork();

    public void Dispose()
    {
        _profile.Dispose();
        _database.Dispose();
    }
}
