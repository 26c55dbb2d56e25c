namespace Memoturn.DataPlane;

/// <summary>Addresses of a node, and whether others reach its host by them.</summary>
internal static class AdvertisedHost
{
    /// <summary>
    /// True for an absolute URL of http or https with a host; <c>*</c> and <c>+</c> stand for every host.
    /// </summary>
    public static bool IsAddress(string address) => Find(address) is not null;

    /// <summary>False for a host that is localhost, 127.*, ::1, or every address of the machine.</summary>
    public static bool IsReachable(string address) =>
        Find(address)?.Host is not ("localhost" or "0.0.0.0" or "[::1]" or "[::]") and var host
        && host?.StartsWith("127.", StringComparison.Ordinal) != true;

    private static Uri? Find(string address)
    {
        var written = address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(written, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
                ? uri
                : null;
    }
}
