using System.Net;
using System.Net.Sockets;
using Memoturn.DataPlane;

namespace Memoturn.Tests.DataPlane.Hosting;

public sealed class NodeProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("memoturn-process-").FullName;

    [Fact]
    public async Task Setting_that_cannot_be_honoured_ends_the_process_with_78_and_one_line()
    {
        var run = await RunAsync(("MEMOTURN_AUTH", "on"));

        Assert.Equal(78, run.ExitCode);
        Assert.Equal("memoturn: MEMOTURN_AUTH is set, but this build does not have authentication; unset it to "
            + "start\n", run.Output);
    }

    [Fact]
    public async Task Port_in_use_ends_the_process_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;

        var run = await RunAsync(("MEMOTURN_LISTEN", address));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(address, LastLine(run), StringComparison.Ordinal);
        Assert.Contains("address already in use", LastLine(run), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_node_on_one_data_directory_ends_with_one_line()
    {
        await using var first = new TestNode(
            new() { Settings = new Dictionary<string, string> { ["MEMOTURN_DATA_DIR"] = _directory } });
        await first.GetAsync("/healthz");

        var run = await RunAsync();

        Assert.Equal(78, run.ExitCode);
        Assert.Contains("is in use by another node", LastLine(run), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_directory_that_cannot_be_read_ends_with_one_line()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "");

        var run = await RunAsync(("MEMOTURN_DATA_DIR", file));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(file, LastLine(run), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<DotnetCommand> RunAsync(params (string Name, string Value)[] environment) => DotnetCommand.RunAsync(
        _directory,
        [("MEMOTURN_LISTEN", "127.0.0.1:0"), ("MEMOTURN_OBJECT_STORE", "mem://"), ("MEMOTURN_DATA_DIR", _directory),
            .. environment],
        typeof(NodeOptions).Assembly.Location);

    private static string LastLine(DotnetCommand run)
    {
        var line = run.Output.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("memoturn: ", line, StringComparison.Ordinal);
        return line;
    }
}
