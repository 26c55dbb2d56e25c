using System.Reflection;
using Memoturn.ControlPlane.Catalog;
using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.AspNetCore.Http.Metadata;

namespace Memoturn.DataPlane.Databases;

/// <summary>
/// The branch a request reads, as a parameter of its handler. What the request says is checked when it is opened.
/// </summary>
internal sealed class ReadAccess(HttpContext context) : IEndpointParameterMetadataProvider
{
    private NameRecord? _database;

    /// <summary>The database that was opened.</summary>
    public NameRecord Database => _database ?? throw new InvalidOperationException("the branch is not open");

    public static ValueTask<ReadAccess?> BindAsync(HttpContext context) => new(new ReadAccess(context));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(BranchMetadata.Read);

    /// <summary>Reads the state the request asks for; a primary read is confirmed before it is answered.</summary>
    /// <exception cref="RequestException">
    /// A name or selector is invalid, or there is no such database or branch.
    /// </exception>
    public async Task<T> ReadAsync<T>(Func<ReadSnapshot, T> read, CancellationToken token)
    {
        using var snapshot = await OpenAsync(token);
        return Confirmed(read, snapshot);
    }

    /// <summary>As above, but an unknown database answers <paramref name="whenUnknown"/>, at txid 0.</summary>
    /// <exception cref="RequestException">Also when an unknown database is asked for a txid above 0.</exception>
    public async Task<T> ReadAsync<T>(Func<ReadSnapshot, T> read, Func<T> whenUnknown, CancellationToken token)
    {
        using var snapshot = await TryOpenAsync(token);
        return snapshot is null ? whenUnknown() : Confirmed(read, snapshot);
    }

    /// <summary>As above, with the resident index built first where the branch has none.</summary>
    /// <exception cref="RequestException">Also when an unknown database is asked for a txid above 0.</exception>
    public async Task<T> RecallAsync<T>(Func<ReadSnapshot, T> read, Func<T> whenUnknown, CancellationToken token)
    {
        using var snapshot = await TryOpenAsync(static engine => engine.RecallAsync, token);
        return snapshot is null ? whenUnknown() : Confirmed(read, snapshot);
    }

    /// <summary>Checks names, selectors and headers: what comes before a route's own checks.</summary>
    /// <exception cref="RequestException">One of them is invalid.</exception>
    public void Validate()
    {
        _ = BranchAddress.Of(context);
        _ = ReadFloors.Of(context.Request.Headers);
    }

    /// <summary>
    /// Opens the state the request asks for and says so in the answer's headers. The caller disposes it.
    /// </summary>
    /// <remarks>
    /// For answers that are no single value. Before a primary one <see cref="ReadSnapshot.Confirm"/> is called.
    /// </remarks>
    /// <exception cref="RequestException">
    /// A name or selector is invalid, or there is no such database or branch.
    /// </exception>
    public async Task<ReadSnapshot> OpenAsync(CancellationToken token)
    {
        var address = BranchAddress.Of(context);
        var floor = ReadFloors.Of(context.Request.Headers);
        return await FindAsync(address, floor, static engine => engine.ReadAsync, token)
            ?? throw Missing.Database(address.Database);
    }

    /// <summary>As <see cref="OpenAsync"/>, but an unknown database is null and answers as one at txid 0.</summary>
    /// <exception cref="RequestException">Also when an unknown database is asked for a txid above 0.</exception>
    public Task<ReadSnapshot?> TryOpenAsync(CancellationToken token) =>
        TryOpenAsync(static engine => engine.ReadAsync, token);

    private async Task<ReadSnapshot?> TryOpenAsync(Func<StorageEngine, BranchReader> reader, CancellationToken token)
    {
        var address = BranchAddress.Of(context);
        var floor = ReadFloors.Of(context.Request.Headers);
        if (await FindAsync(address, floor, reader, token) is { } snapshot)
        {
            return snapshot;
        }

        if (floor.MinTxId > TxId.Zero)
        {
            throw new RequestException(ErrorCode.NotFound, "profile not found");
        }

        BranchHeaders.Of(context).Position = new(TxId.Zero, Epoch.None);
        return null;
    }

    private async Task<ReadSnapshot?> FindAsync(
        BranchAddress address, ReadFloor floor, Func<StorageEngine, BranchReader> reader, CancellationToken token)
    {
        var services = context.RequestServices;
        if (await services.GetRequiredService<DatabaseDirectory>().FindAsync(
            address.Database, token) is not { } database)
        {
            return null;
        }

        Missing.RequireBranch(address.Branch);
        var snapshot = await reader(services.GetRequiredService<StorageEngine>())(
            database, address.Branch, floor, token);
        _database = database;
        BranchHeaders.Of(context).Position = snapshot.Position;
        return snapshot;
    }

    private static T Confirmed<T>(Func<ReadSnapshot, T> read, ReadSnapshot snapshot)
    {
        var answer = read(snapshot);
        snapshot.Confirm();
        return answer;
    }

    /// <summary>One of the engine's ways to open a branch.</summary>
    private delegate Task<ReadSnapshot> BranchReader(
        NameRecord database, BranchName branch, ReadFloor floor, CancellationToken token);
}
