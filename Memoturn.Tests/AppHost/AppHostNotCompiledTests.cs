namespace Memoturn.Tests.AppHost;

/// <summary>Compiled only where the feed lacks Aspire.</summary>
public sealed class AppHostNotCompiledTests
{
    [Fact(Skip = "AppHost.cs and its model tests were not compiled: Aspire.AppHost.Sdk is not on this NuGet feed")]
    public void The_model_is_one_node_with_its_own_address_until_nodes_share_leases()
    {
    }

    [Fact]
    public async Task The_program_says_what_is_missing_names_the_embedded_node_and_exits_with_78()
    {
        var configuration = Repository.Metadata("Configuration").ToLowerInvariant();
        var program = Repository.PathOf($"artifacts/bin/Memoturn.AppHost/{configuration}/Memoturn.AppHost.dll");

        var run = await DotnetCommand.RunAsync(Repository.Root, [], program);

        Assert.Equal(78, run.ExitCode);
        Assert.Contains("Aspire.AppHost.Sdk is not on this NuGet feed", run.Output, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project Memoturn.DataPlane", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_says_MEMO0001_as_a_message_not_as_a_warning()
    {
        var run = await DotnetCommand.RunAsync(
            Repository.PathOf("Memoturn.AppHost"), [], "msbuild", "-nologo", "-v:m", "-t:SayAspireIsMissing");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("MEMO0001: Aspire 13.5.0 is not on this feed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", run.Output, StringComparison.Ordinal);
    }
}
