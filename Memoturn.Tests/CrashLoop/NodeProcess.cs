using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Memoturn.Tests.CrashLoop;

/// <summary>A node in a process of its own on a loopback port, to be killed and started again over one data directory.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];

    private NodeProcess(Process process, Uri address)
    {
        _process = process;
        Client = new() { BaseAddress = address, Timeout = TestTimeouts.Default };
    }

    public HttpClient Client { get; }

    /// <summary>What the node has said so far, for messages of a failing test.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output.TakeLast(40));
            }
        }
    }

    /// <summary>Starts a node and returns once it is ready.</summary>
    public static async Task<NodeProcess> StartAsync(string dataDirectory, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [NodePath()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
        };
        start.Environment["MEMOTURN_DATA_DIR"] = dataDirectory;
        start.Environment["MEMOTURN_LISTEN"] = $"127.0.0.1:{port}";
        start.Environment["MEMOTURN_LOG"] = "warn";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start);
        Assert.NotNull(process);
        var node = new NodeProcess(process, new($"http://127.0.0.1:{port}/"));
        node.Listen();
        await node.WaitUntilReadyAsync();
        return node;
    }

    /// <summary>SIGKILL: the process ends between any two instructions.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TestTimeouts.Default);
    }

    /// <summary>SIGTERM: the node flushes and ends; returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TestTimeouts.Default);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }

    private void Listen()
    {
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_output)
            {
                _output.Add(line.Data ?? "");
            }
        }

        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitUntilReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            Assert.False(_process.HasExited, $"the node ended with {(_process.HasExited ? _process.ExitCode : 0)}: {Output}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TestTimeouts.Default, $"the node is not ready: {Output}");
            try
            {
                using var answer = await Client.GetAsync("readyz");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TestTimeouts.PollInterval);
        }
    }

    // The node beside this test assembly, built in the same configuration.
    private static string NodePath()
    {
        var tests = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? "";
        var configuration = Path.GetFileName(tests);
        return Path.GetFullPath(Path.Combine(tests, "..", "..", "Memoturn.DataPlane", configuration, "Memoturn.DataPlane.dll"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
