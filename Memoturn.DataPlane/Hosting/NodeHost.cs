using Memoturn.DataPlane.Observability;
using Memoturn.Protocol;
using Memoturn.Protocol.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Memoturn.DataPlane;

/// <summary>The process around the slices: listeners, logs, clock, randomness, JSON.</summary>
internal static class NodeHost
{
    private const int ServerHeaderBytes = 1 << 20;

    /// <summary>More headers than fit into our own limit of bytes.</summary>
    private const int ServerHeaderCount = WireLimits.RequestHeaderBytes;

    public static void AddNode(this WebApplicationBuilder builder, NodeOptions options)
    {
        builder.WebHost.UseUrls(
            [.. options.Urls,
                .. options.MetricsListener is { } metrics ? [$"http://{metrics}"] : Array.Empty<string>()]);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            // Above our own limits: what is refused by them is read to its end, so that the client sees the answer.
            server.Limits.MaxRequestBodySize = 2L * Math.Max(
                options.Requests.LargeBodyBytes, WireLimits.SmallBodyBytes);
            server.Limits.MaxRequestHeadersTotalSize = ServerHeaderBytes;
            server.Limits.MaxRequestHeaderCount = ServerHeaderCount;
            server.Limits.MaxRequestLineSize = ServerHeaderBytes;
            server.Limits.MaxRequestBufferSize = 2 * ServerHeaderBytes;
        });
        builder.Logging.SetMinimumLevel(options.LogLevel);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A failed start is told in one line by StartFailure.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Requests);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Random, SecureRandom>();
        services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        services.AddSingleton<RequestInstruments>();
        services.AddHostedService<StartReport>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.CorsOrigins])
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders(MemoturnHeaders.Txid, MemoturnHeaders.Epoch, MemoturnHeaders.Durability)));
    }

    /// <summary>Runs until told to stop: takes no more requests, answers those in flight, ships, ends.</summary>
    public static async Task RunNodeAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch
            {
                // What has started must see an orderly end, not a defect.
                app.Lifetime.StopApplication();
                throw;
            }

            await app.WaitForShutdownAsync();
        }
    }
}
