using System.Globalization;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Databases;

/// <summary>
/// The branch headers of one answer. They are written when the answer starts, so that an error envelope, for which
/// the framework clears all headers, has them too.
/// </summary>
internal sealed class BranchHeaders
{
    /// <summary>The state the answer reflects; null until a branch was touched.</summary>
    public BranchPosition? Position { get; set; }

    /// <summary>What the write was given; null on reads and failures.</summary>
    public Durability? Durability { get; set; }

    public static BranchHeaders Of(HttpContext context)
    {
        if (context.Features.Get<BranchHeaders>() is { } known)
        {
            return known;
        }

        var headers = new BranchHeaders();
        context.Features.Set(headers);
        context.Response.OnStarting(headers.WriteAsync, context.Response);
        return headers;
    }

    private Task WriteAsync(object state)
    {
        var response = (HttpResponse)state;
        if (Position is { } position)
        {
            response.Headers[MemoturnHeaders.Txid] = position.TxId.ToString();
            response.Headers[MemoturnHeaders.Epoch] = position.Epoch.Number.ToString(CultureInfo.InvariantCulture);
        }

        if (Durability is { } durability && response.StatusCode < StatusCodes.Status400BadRequest)
        {
            response.Headers[MemoturnHeaders.Durability] = DurabilityText.Format(durability);
        }

        return Task.CompletedTask;
    }
}
