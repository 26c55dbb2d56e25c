using Memoturn.DataPlane;
using Memoturn.Storage.ObjectStores;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.DataPlane;

/// <summary>
/// A whole node on a loopback port of its own: in-memory bucket, data directory that goes with it, authentication
/// off, and a control rate no test meets by accident.
/// </summary>
internal sealed class TestNode : WebApplicationFactory<NodeOptions>
{
    private readonly TestNodeOptions _options;
    private readonly string _dataDirectory = Directory.CreateTempSubdirectory("memoturn-node-").FullName;
    private readonly Lazy<HttpClient> _client;

    public TestNode(TestNodeOptions? options = null)
    {
        _options = options ?? new();
        _client = new(CreateClient);
        UseKestrel(_options.Port);
    }

    public HttpClient Client => _client.Value;

    public string DataDirectory => _dataDirectory;

    /// <summary>Sends a request whose target is taken as it is written.</summary>
    /// <param name="body">JSON text; null = none.</param>
    public async Task<TestAnswer> SendAsync(
        HttpMethod method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var address = new Uri(
            Client.BaseAddress + target.TrimStart('/'),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new StringContent(body, null, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await TestAnswer.ReadAsync(response);
    }

    public Task<TestAnswer> GetAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, target, null, headers);

    public Task<TestAnswer> PostAsync(string target, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, target, body, headers);

    public Task<TestAnswer> PutAsync(string target, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, target, body, headers);

    public Task<TestAnswer> DeleteAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, target, null, headers);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var settings = new Dictionary<string, string>
        {
            ["MEMOTURN_LISTEN"] = "127.0.0.1:0",
            ["MEMOTURN_DATA_DIR"] = _dataDirectory,
            ["MEMOTURN_OBJECT_STORE"] = "mem://",
            ["MEMOTURN_CONTROL_RATE"] = "1000000",
            ["MEMOTURN_LOG"] = "error",
        };
        foreach (var (name, value) in settings.Concat(_options.Settings))
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services =>
        {
            if (_options.Clock is { } clock)
            {
                services.AddSingleton(clock);
            }

            if (_options.Store is { } store)
            {
                services.AddSingleton<IObjectStore>(store);
            }
        });
    }
}
