using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Auth;

/// <summary>Who the caller is, and which keys sign; authentication is off in this build.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/whoami", WhoAmI).Controls();
        routes.MapGet("/.well-known/jwks.json", Keys).IsOpen().ExcludeFromDescription();
    }

    private static Ok<WhoAmIResponse> WhoAmI() => TypedResults.Ok(new WhoAmIResponse(CallerKinds.None));

    private static Ok<KeySetResponse> Keys() => TypedResults.Ok(new KeySetResponse([]));
}
