using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Microsoft.AspNetCore.Http;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Namespace and profile in the path of a request.</summary>
public static class ProfilePath
{
    /// <exception cref="RequestException">Either name is invalid.</exception>
    public static (NamespaceName Namespace, ProfileName Profile) Of(HttpContext context) =>
        NamespaceName.TryParse(RawPath.Parameter(context, RouteParameters.Namespace), null, out var ns)
        && ProfileName.TryParse(RawPath.Parameter(context, RouteParameters.Profile), null, out var profile)
            ? (ns, profile)
            : throw RequestException.Invalid("invalid namespace or profile name");
}
