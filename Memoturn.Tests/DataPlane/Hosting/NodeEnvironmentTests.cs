using System.Text.RegularExpressions;
using Memoturn.DataPlane;
using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Microsoft.Extensions.Configuration;

namespace Memoturn.Tests.DataPlane.Hosting;

public sealed partial class NodeEnvironmentTests
{
    [Fact]
    public void Nothing_set_gives_the_defaults()
    {
        var options = Read();

        Assert.Equal(["http://127.0.0.1:8080"], options.Urls);
        Assert.Equal("./data", options.DataDirectory);
        Assert.Equal("./data/objects", options.ObjectStore.Directory);
        Assert.Equal(1024, options.Requests.Concurrency);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Requests.Timeout);
        Assert.Equal(256, options.Storage.WriteQueueDepth);
        Assert.Equal(TimeSpan.FromMilliseconds(200), options.Storage.ShipInterval);
        Assert.Equal(Durability.Standard, options.Storage.Durability);
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void Settings_are_honoured()
    {
        var options = Read(
            ("MEMOTURN_LISTEN", "127.0.0.1:9"), ("MEMOTURN_OBJECT_STORE", "mem://"), ("MEMOTURN_DURABILITY", "DURABLE"),
            ("MEMOTURN_WRITE_QUEUE_DEPTH", "7"), ("MEMOTURN_REQUEST_TIMEOUT", "0.5"), ("MEMOTURN_NODE_ID", "n1"),
            ("MEMOTURN_CORS_ORIGINS", "http://a, http://b"));

        Assert.Equal(["http://127.0.0.1:9"], options.Urls);
        Assert.Null(options.ObjectStore.Directory);
        Assert.Equal(Durability.Durable, options.Storage.Durability);
        Assert.Equal(7, options.Storage.WriteQueueDepth);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Requests.Timeout);
        Assert.Equal("n1", options.Storage.Node.Value);
        Assert.Equal(["http://a", "http://b"], options.CorsOrigins);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    [InlineData("-3")]
    public void Number_that_does_not_parse_falls_back_with_a_warning(string written)
    {
        var options = Read(("MEMOTURN_MAX_CONCURRENCY", written));

        Assert.Equal(1024, options.Requests.Concurrency);
        Assert.Equal($"MEMOTURN_MAX_CONCURRENCY={written} is not a number from 1 to 1000000; using 1024", Assert.Single(
            options.Warnings));
    }

    [Theory]
    [InlineData("MEMOTURN_AUTH", "on")]
    [InlineData("MEMOTURN_AUTH", "ON")]
    [InlineData("MEMOTURN_ETCD", "http://127.0.0.1:2379")]
    [InlineData("ConnectionStrings__etcd", "http://127.0.0.1:2379")]
    [InlineData("MEMOTURN_OBJECT_STORE", "s3://bucket")]
    [InlineData("MEMOTURN_OBJECT_STORE", "azblob://container")]
    [InlineData("MEMOTURN_OBJECT_STORE", "nonsense")]
    [InlineData("ConnectionStrings__store", "Endpoint=http://store;AccessKey=secret")]
    [InlineData("MEMOTURN_KMS", "file")]
    [InlineData("MEMOTURN_CONTROL_PLANE", "http://control")]
    [InlineData("services__controlplane__http__0", "http://control")]
    [InlineData("MEMOTURN_REDIS", "redis:6379")]
    [InlineData("MEMOTURN_EMBED_API_KEY", "secret")]
    [InlineData("MEMOTURN_EXTRACT_API_KEY", "secret")]
    [InlineData("MEMOTURN_ASSISTANT_API_KEY", "secret")]
    [InlineData("MEMOTURN_DURABILITY", "eternal")]
    [InlineData("MEMOTURN_LISTEN", "nowhere/at/all")]
    [InlineData("MEMOTURN_LISTEN", "10.0.0.1:8080")]
    [InlineData("MEMOTURN_ADVERTISE", "http://node-1:8080")]
    [InlineData("MEMOTURN_ADVERTISE", "node-1")]
    [InlineData("MEMOTURN_ADVERTISE", "node-1:8080")]
    [InlineData("MEMOTURN_ADVERTISE", "ftp://127.0.0.1")]
    [InlineData("MEMOTURN_ADVERTISE", "http://")]
    [InlineData("MEMOTURN_METRICS_LISTEN", "9100")]
    [InlineData("MEMOTURN_METRICS_LISTEN", "127.0.0.2:8080")]
    [InlineData("MEMOTURN_RECALL_RANKER", "score")]
    [InlineData("MEMOTURN_RECALL_SCORE_WEIGHTS", "topic=1")]
    [InlineData("MEMOTURN_RECALL_ROLES", "user")]
    [InlineData("MEMOTURN_RECALL_QUESTION_RULES", "on")]
    [InlineData("MEMOTURN_EMBED_BASE_URL", "http://127.0.0.1:1")]
    [InlineData("MEMOTURN_EMBED_MODEL", "voyage-4")]
    [InlineData("MEMOTURN_EXTRACT_BASE_URL", "http://127.0.0.1:1")]
    [InlineData("MEMOTURN_ASSISTANT_MODEL", "m")]
    [InlineData("MEMOTURN_KMS_FILE", "/keys")]
    [InlineData("MEMOTURN_KMS_TOKEN", "secret")]
    public void Setting_that_cannot_be_honoured_stops_the_start_with_one_line_that_names_it(string name, string value)
    {
        var failure = StartFailure.Find(Assert.Throws<ConfigurationException>(() => Read((name, value))));

        Assert.Equal(78, failure?.ExitCode);
        Assert.DoesNotContain('\n', failure!.Message);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Matches($"{name}|advertised as (http://)?{value}", failure.Message);
    }

    [Fact]
    public void Lone_node_may_say_so() => Assert.Equal(
        ["http://10.0.0.1:8080"], Read(("MEMOTURN_LISTEN", "10.0.0.1:8080"), ("MEMOTURN_SINGLE_NODE", "1")).Urls);

    [Fact]
    public void Connection_string_of_the_store_is_used_where_the_setting_is_unset()
    {
        Assert.Equal("/a", Read(("ConnectionStrings__store", "file:///a")).ObjectStore.Directory);
        Assert.Equal(
            "/b", Read(("ConnectionStrings__store", "file:///a"), ("MEMOTURN_OBJECT_STORE", "file:///b"))
                .ObjectStore.Directory);
    }

    [Theory]
    [InlineData("MEMOTURN_AUTH", "off", null)]
    [InlineData("MEMOTURN_TOKEN", "t", null)]
    [InlineData("MEMOTURN_RECALL_RANKER", "rrf", null)]
    [InlineData("MEMOTURN_GC_GRACE_SECS", "1", "has no effect")]
    [InlineData("MEMOTURN_TYPO", "1", "is not a setting")]
    public void Nothing_is_ignored_silently(string name, string value, string? warning)
    {
        var warnings = Read((name, value)).Warnings;

        Assert.Equal(warning is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, sentence => Assert.Contains($"{name} {warning}", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Addresses_of_the_host_are_used_where_listen_is_unset() =>
        Assert.Equal(["http://127.0.0.1:5000"], Read(("urls", "http://127.0.0.1:5000")).Urls);

    [Theory]
    [InlineData("http://127.0.0.1:5000; http://10.0.0.1:5000", "advertised as http://10.0.0.1:5000 ")]
    [InlineData("http://127.0.0.1:5000;nowhere", "ASPNETCORE_URLS")]
    [InlineData(";", "ASPNETCORE_URLS")]
    public void Every_address_of_the_host_is_checked(string urls, string told) => Assert.Contains(
        told, Assert.Throws<ConfigurationException>(() => Read(("urls", urls))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://*:5000")]
    [InlineData("http://+:5000;https://localhost:5001")]
    public void Every_host_of_the_machine_may_be_listened_on(string urls) =>
        Assert.Equal(urls.Split(';'), Read(("urls", urls)).Urls);

    [Fact]
    public void Reads_of_a_branch_are_as_many_as_processors_and_at_least_two() =>
        Assert.Equal(Math.Max(2, Environment.ProcessorCount), Read().Storage.ReadsPerBranch);

    [Fact]
    public void Every_setting_stands_in_the_environment_page()
    {
        var read = NamesIn("Memoturn.DataPlane/Hosting/NodeEnvironment.cs");
        var told = NamesIn("docs/runbooks/environment.md");

        Assert.NotEmpty(read);
        Assert.Equal(read, told);
    }

    private static IEnumerable<string> NamesIn(string path) =>
        SettingName().Matches(File.ReadAllText(Repository.PathOf(path))).Select(match => match.Value).Distinct().Order(
            StringComparer.Ordinal);

    [GeneratedRegex("MEMOTURN_[A-Z0-9_]+[A-Z0-9]")]
    private static partial Regex SettingName();

    private static NodeOptions Read(params (string Name, string Value)[] environment) => NodeEnvironment.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(
                pair.Name.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)))
            .Build());
}
