namespace Memoturn.DataPlane;

/// <summary>Hosts that only this machine reaches.</summary>
internal static class AdvertisedHost
{
    /// <summary>True for an address whose host is empty, localhost, 127.*, 0.0.0.0 or ::1.</summary>
    public static bool IsLoopback(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri)
        || uri.Host is "" or "localhost" or "0.0.0.0" or "[::1]" or "[::]"
        || uri.Host.StartsWith("127.", StringComparison.Ordinal);
}
