using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Memoturn.Benchmarks.Http;

/// <summary>A node in a process of its own, on a free loopback port.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly DirectoryInfo? _ownFolder;

    private NodeProcess(Process process, DirectoryInfo? ownFolder, Uri address)
    {
        _process = process;
        _ownFolder = ownFolder;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a node on a data directory that is removed with it.</summary>
    /// <exception cref="TimeoutException">It was not ready within 30 s; what it printed is in the message.</exception>
    public static Task<NodeProcess> StartAsync(CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("memoturn-node-");
        return StartAsync(folder, folder, token);
    }

    /// <summary>Starts a node on a data directory of the caller, which stays.</summary>
    /// <exception cref="TimeoutException">It was not ready within 30 s; what it printed is in the message.</exception>
    public static Task<NodeProcess> StartAsync(DirectoryInfo folder, CancellationToken token) =>
        StartAsync(folder, ownFolder: null, token);

    /// <summary>Ends it as a crash does (SIGKILL) and waits until it is gone.</summary>
    public Task KillAsync(CancellationToken token)
    {
        _process.Kill();
        return _process.WaitForExitAsync(token);
    }

    private static async Task<NodeProcess> StartAsync(
        DirectoryInfo folder, DirectoryInfo? ownFolder, CancellationToken token)
    {
        var listen = $"127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Memoturn.DataPlane.dll")])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MEMOTURN_LISTEN"] = listen, ["MEMOTURN_DATA_DIR"] = folder.FullName },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the node did not start");
        var node = new NodeProcess(process, ownFolder, new Uri($"http://{listen}"));
        try
        {
            await node.WaitUntilReadyAsync(token);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Asks it to stop, as an orchestrator would (SIGTERM), and removes its directory if it has its own.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _ownFolder?.Delete(recursive: true);
    }

    private async Task WaitUntilReadyAsync(CancellationToken token)
    {
        var output = _process.StandardOutput.ReadToEndAsync(token);
        var error = _process.StandardError.ReadToEndAsync(token);
        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.StartNew();
        while (!await IsReadyAsync(client, token))
        {
            if (_process.HasExited || started.Elapsed > ReadyWithin)
            {
                await StopAsync();
                throw new TimeoutException($"node {Address}: expected ready, found:\n{await output}{await error}");
            }

            await Task.Delay(PollInterval, token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken token)
    {
        try
        {
            using var answer = await client.GetAsync("/readyz", token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var terminate = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var deadline = new CancellationTokenSource(StopWithin);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
