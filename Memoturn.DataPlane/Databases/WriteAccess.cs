using System.Reflection;
using Memoturn.ControlPlane.Catalog;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.AspNetCore.Http.Metadata;

namespace Memoturn.DataPlane.Databases;

/// <summary>
/// The branch a request writes, as a parameter of its handler. What the request says is checked at the first call.
/// </summary>
internal sealed class WriteAccess(HttpContext context) : IEndpointParameterMetadataProvider
{
    public static ValueTask<WriteAccess?> BindAsync(HttpContext context) => new(new WriteAccess(context));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(BranchMetadata.Write);

    /// <summary>Checks names, selectors and headers: what comes before a route's own checks.</summary>
    /// <exception cref="RequestException">One of them is invalid.</exception>
    public void Validate()
    {
        _ = BranchAddress.Of(context);
        _ = RequestedDurability();
    }

    /// <summary>
    /// Runs <paramref name="work"/> as one write of the branch; the answer's headers say what became of it.
    /// </summary>
    /// <returns>The outcome of a write that succeeded; what the work throws is thrown.</returns>
    /// <exception cref="RequestException">
    /// A name or selector is invalid, or there is no such database or branch.
    /// </exception>
    public async Task<WriteResult<T>> WriteAsync<T>(Func<WriteContext, T> work, CancellationToken token)
    {
        var address = BranchAddress.Of(context);
        var requested = RequestedDurability();
        var database = await FindAsync(address, token) ?? throw Missing.Database(address.Database);
        Missing.RequireBranch(address.Branch);
        var result = await Engine.WriteAsync(database, address.Branch, requested, work, token);
        Report(result.Position, result.Failure is null ? result.Durability : null);
        _ = result.Value;
        return result;
    }

    /// <summary>Ships the branch.</summary>
    /// <returns>The position that is in object storage then.</returns>
    /// <exception cref="RequestException">
    /// A name or selector is invalid, or there is no such database or branch.
    /// </exception>
    public async Task<BranchPosition> SyncAsync(CancellationToken token)
    {
        var address = BranchAddress.Of(context);
        _ = RequestedDurability();
        var database = await FindAsync(address, token) ?? throw Missing.Database(address.Database);
        Missing.RequireBranch(address.Branch);
        var result = await Engine.SyncAsync(database, address.Branch, token);
        Report(result.Position, result.Failure is null ? Durability.Durable : null);
        _ = result.Value;
        return result.Position;
    }

    /// <summary>
    /// Makes the profile with the defaults of its namespace unless it is there. To be called once the request is known
    /// to be valid.
    /// </summary>
    /// <exception cref="RequestException">The request is for a branch the profile does not have.</exception>
    public async Task EnsureProfileAsync(CancellationToken token)
    {
        var address = BranchAddress.Of(context);
        Missing.RequireBranch(address.Branch);
        await Directory.EnsureProfileAsync(address.Database, token);
    }

    private StorageEngine Engine => context.RequestServices.GetRequiredService<StorageEngine>();

    private DatabaseDirectory Directory => context.RequestServices.GetRequiredService<DatabaseDirectory>();

    private Task<NameRecord?> FindAsync(BranchAddress address, CancellationToken token) =>
        Directory.FindAsync(address.Database, token);

    private void Report(BranchPosition position, Durability? durability)
    {
        var headers = BranchHeaders.Of(context);
        headers.Position = position;
        headers.Durability = durability;
    }

    private Durability RequestedDurability()
    {
        return !context.Request.Headers.TryGetValue(MemoturnHeaders.Durability, out var written)
            ? Durability.Standard
            : DurabilityText.Find(written.ToString(), StringComparison.OrdinalIgnoreCase)
                ?? throw RequestException.Invalid(
                    $"{MemoturnHeaders.Durability}: expected {DurabilityNames.Standard} or {DurabilityNames.Durable}");
    }
}
