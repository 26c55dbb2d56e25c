using System.Net;
using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Memory;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane;

/// <summary>What a node was configured with.</summary>
internal sealed record NodeOptions
{
    /// <summary>Where the node keeps its commit log; <c>./data</c>. One node a directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Addresses of the API; <c>http://127.0.0.1:8080</c>.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The only listener that answers metrics; null = the API's, to loopback callers.</summary>
    public IPEndPoint? MetricsListener { get; init; }

    /// <summary>Where the databases are.</summary>
    public required ObjectStoreLocation ObjectStore { get; init; }

    /// <summary>Origins whose pages may call; none by default.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public required StorageOptions Storage { get; init; }

    public RecallOptions Recall { get; init; } = new();

    public RequestLimits Requests { get; init; } = new();

    /// <summary>What was odd about the settings, one sentence each, to be logged at start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
