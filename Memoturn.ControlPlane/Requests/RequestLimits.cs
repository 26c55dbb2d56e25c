using Memoturn.Protocol;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Bounds of what a host takes in.</summary>
public sealed record RequestLimits
{
    /// <summary>Bytes of a body of class <see cref="BodyClass.Large"/>, above 0; 32 MiB.</summary>
    public int LargeBodyBytes { get; init; } = WireLimits.LargeBodyBytes;

    /// <summary>Wall clock of a request, above zero; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests in flight, above 0; 1024. More wait within their wall clock.</summary>
    public int Concurrency { get; init; } = 1024;

    /// <summary>Control requests a second, above 0; 10. Twice as many may come at once.</summary>
    public double ControlRate { get; init; } = 10;

    public int BytesOf(BodyClass body) => body == BodyClass.Large ? LargeBodyBytes : WireLimits.SmallBodyBytes;
}
