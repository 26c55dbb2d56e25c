using System.Text;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// Databases the collection has to visit, one small object each at <c>v1/_dirty/{shard}/{uuid}</c>. The content is the
/// database's name, by which a pass finds out whether the database still is what the name stands for.
/// </summary>
public sealed class DirtyMarks(IObjectStore store)
{
    public Task PutAsync(DatabaseId database, DatabaseName name, CancellationToken token) =>
        store.PutAsync(ObjectKeys.Dirty(database), Encoding.UTF8.GetBytes(name.ToString()), PutCondition.Always, token);

    public Task DeleteAsync(DatabaseId database, CancellationToken token) =>
        store.DeleteAsync(ObjectKeys.Dirty(database), token);
}
