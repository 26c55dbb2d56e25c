using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.ObjectStores;

/// <summary>Every key the engine writes, in one place. All objects of a database lie under <c>v1/{uuid}/</c>.</summary>
internal static class ObjectKeys
{
    public const string NamesPrefix = "v1/_names/";
    public const string NamespacesPrefix = "v1/_namespaces/";
    public const string DuePrefix = "v1/_due/";

    /// <summary>Sweeps and dirty marks are spread over this many shards.</summary>
    public const int ShardCount = 64;

    public static string DatabasePrefix(DatabaseId database) => $"v1/{database}/";

    public static string BranchesPrefix(DatabaseId database) => $"v1/{database}/branches/";

    public static ObjectKey Manifest(DatabaseId database, BranchName branch) =>
        new($"v1/{database}/branches/{branch}/manifest.json");

    /// <summary>The branch whose manifest lies at <paramref name="key"/>; false for any other key.</summary>
    public static bool TryParseManifest(ObjectKey key, out BranchName branch)
    {
        branch = default;
        return key.Value.Split('/') is ["v1", _, "branches", var name, "manifest.json"]
            && BranchName.TryParse(name, null, out branch);
    }

    public static string TailPrefix(DatabaseId database, BranchId branch) => $"v1/{database}/tails/{branch}/";

    public static ObjectKey Tail(DatabaseId database, BranchId branch, ulong seq) =>
        new(string.Create(CultureInfo.InvariantCulture, $"v1/{database}/tails/{branch}/{seq:D20}.seg"));

    /// <summary>The seq of a tail object; false for any other key.</summary>
    public static bool TryParseTailSeq(ObjectKey key, out ulong seq)
    {
        seq = 0;
        return key.Value.Split('/') is ["v1", _, "tails", _, { Length: 24 } file]
            && file.EndsWith(".seg", StringComparison.Ordinal)
            && ulong.TryParse(file.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out seq);
    }

    public static string RunsPrefix(DatabaseId database) => $"v1/{database}/runs/";

    public static ObjectKey Run(DatabaseId database, TxId min, TxId max, Nonce nonce) =>
        new(string.Create(
            CultureInfo.InvariantCulture, $"v1/{database}/runs/{min.Value:D20}-{max.Value:D20}-{nonce}.seg"));

    public static ObjectKey Touched(DatabaseId database, BranchId branch) => new($"v1/{database}/touched/{branch}");

    /// <summary>The deletion candidates one collection pass wrote down.</summary>
    public static ObjectKey Candidates(DatabaseId database, Nonce pass) => new($"v1/{database}/gc/{pass}.json");

    public static ObjectKey Name(DatabaseName name) => new(NamesPrefix + name);

    public static ObjectKey Namespace(NamespaceName name) => new(NamespacesPrefix + name);

    /// <summary>
    /// The minute in which a ttl ends; an empty object, so the sweep lists what is due without opening anything.
    /// </summary>
    public static ObjectKey Due(long dueAtUnixMs, DatabaseId database, BranchId branch) =>
        new($"{DueMinutePrefix(dueAtUnixMs)}{database}@{branch}");

    public static string DueMinutePrefix(long unixMs) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DuePrefix}{DateTimeOffset.FromUnixTimeMilliseconds(unixMs):yyyyMMddHHmm}/");

    public static string DirtyPrefix(int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"v1/_dirty/{shard:D2}/");

    public static ObjectKey Dirty(DatabaseId database) => new(DirtyPrefix(Shard(database)) + database);

    /// <summary>0 to 63: the low six bits of the first byte of SHA-256 over the written uuid.</summary>
    public static int Shard(DatabaseId database) =>
        SHA256.HashData(Encoding.ASCII.GetBytes(database.ToString()))[0] & (ShardCount - 1);
}
