using System.Globalization;
using System.Net;
using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol;
using Memoturn.Storage;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane;

/// <summary>
/// The environment of a node as its options; the only place that knows the names. Source: docs/runbooks/environment.md.
/// </summary>
/// <remarks>
/// A number that does not parse falls back with a warning. What this build cannot honour stops the start: nothing is
/// ignored silently.
/// </remarks>
internal static class NodeEnvironment
{
    private const string Prefix = "MEMOTURN_";
    private const string DefaultListen = "127.0.0.1:8080";
    private const string Off = "off";

    /// <summary>Settings of features this build does not have, and the value that leaves each of them off.</summary>
    private static readonly Refusal[] Refusals =
    [
        new("MEMOTURN_AUTH", "authentication", IsOff: value => value == Off),
        new("MEMOTURN_ETCD", "more than one node"),
        new("ConnectionStrings:etcd", "more than one node"),
        new("MEMOTURN_INTERNAL_TLS", "more than one node"),
        new("MEMOTURN_CONTROL_PLANE", "a separate control plane"),
        new("services:controlplane:http:0", "a separate control plane"),
        new("MEMOTURN_REDIS", "Redis"),
        new("ConnectionStrings:redis", "Redis"),
        new("MEMOTURN_KMS", "encryption keys"),
        new("MEMOTURN_KMS_FILE", "encryption keys"),
        new("MEMOTURN_KMS_ENDPOINT", "encryption keys"),
        new("MEMOTURN_KMS_TOKEN", "encryption keys"),
        new("MEMOTURN_EXTRACT_API_KEY", "extraction"),
        new("MEMOTURN_EXTRACT_MODEL", "extraction"),
        new("MEMOTURN_EXTRACT_PROVIDER", "extraction"),
        new("MEMOTURN_EXTRACT_BASE_URL", "extraction"),
        new("MEMOTURN_ASSISTANT_API_KEY", "the assistant"),
        new("MEMOTURN_ASSISTANT_MODEL", "the assistant"),
        new("MEMOTURN_ASSISTANT_PROVIDER", "the assistant"),
        new("MEMOTURN_ASSISTANT_BASE_URL", "the assistant"),
        new("MEMOTURN_EMBED_API_KEY", "an embedding provider"),
        new("MEMOTURN_EMBED_PROVIDER", "an embedding provider"),
        new("MEMOTURN_EMBED_MODEL", "an embedding provider"),
        new("MEMOTURN_EMBED_BASE_URL", "an embedding provider"),
        new("MEMOTURN_EMBED_SELF_HOSTED_HOSTS", "an embedding provider"),
        new("MEMOTURN_RECALL_RANKER", "a ranker other than rrf", IsOff: value => value == "rrf"),
        new("MEMOTURN_RECALL_SCORE_WEIGHTS", "the ranker score"),
        new("MEMOTURN_RECALL_ROLES", "the ranker score"),
        new("MEMOTURN_RECALL_QUESTION_RULES", "the ranker score", IsOff: value => value == Off),
        new("MEMOTURN_RESTORE_DRILL_SECS", "restore drills", IsOff: value => value == "0"),
    ];

    /// <summary>Settings that only say something about features this build does not have.</summary>
    private static readonly HashSet<string> WithoutEffect = new(StringComparer.OrdinalIgnoreCase)
    {
        "MEMOTURN_REGION", "MEMOTURN_MESH_LISTEN", "MEMOTURN_MESH_ADVERTISE", "MEMOTURN_PLATFORM_KEY",
        "MEMOTURN_CLUSTER_KEY", "MEMOTURN_AUTH_KEY", "MEMOTURN_PERSIST_AUTH_KEY", "MEMOTURN_CACHE_BYTES",
        "MEMOTURN_S3_PATH_STYLE", "MEMOTURN_GC_GRACE_SECS", "MEMOTURN_PITR_RETENTION_SECS",
        "MEMOTURN_PITR_SNAPSHOT_RETENTION_SECS", "MEMOTURN_POLICY_CACHE_SECS", "MEMOTURN_AUDIT_FLUSH_MS",
    };

    /// <summary>Settings read here; clients' own are no business of a node.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "MEMOTURN_DATA_DIR", "MEMOTURN_LISTEN", "MEMOTURN_ADVERTISE", "MEMOTURN_METRICS_LISTEN",
        "MEMOTURN_CORS_ORIGINS", "MEMOTURN_NODE_ID", "MEMOTURN_OBJECT_STORE", "MEMOTURN_SINGLE_NODE",
        "MEMOTURN_MAX_CONCURRENCY", "MEMOTURN_CONTROL_RATE", "MEMOTURN_REQUEST_TIMEOUT", "MEMOTURN_MAX_BODY_BYTES",
        "MEMOTURN_DURABILITY", "MEMOTURN_LOG", "MEMOTURN_WRITE_QUEUE_DEPTH", "MEMOTURN_SHIP_INTERVAL_MS",
        "MEMOTURN_BACKLOG_BYTES", "MEMOTURN_BACKLOG_AGE_SECS", "MEMOTURN_MEMORY_BYTES", "MEMOTURN_HOT_CAP",
        "MEMOTURN_MIN_TXID_WAIT_MS", "MEMOTURN_LEASE_TTL_SECS", "MEMOTURN_RECALL_BM25_WEIGHTS",
        "MEMOTURN_RECALL_WEIGHTS", "MEMOTURN_URL", "MEMOTURN_TOKEN", "MEMOTURN_SOURCE", "MEMOTURN_BRANCH",
        "MEMOTURN_MCP_HOST", "MEMOTURN_MCP_PORT",
    };

    /// <exception cref="ConfigurationException">A setting cannot be honoured; the message is one line.</exception>
    public static NodeOptions Read(IConfiguration configuration)
    {
        var settings = new NodeSettings(configuration);
        foreach (var refusal in Refusals)
        {
            refusal.Check(settings);
        }

        WarnOfTheRest(settings);
        var urls = UrlsOf(settings);
        RequireOneMachine(settings, urls);
        var dataDirectory = settings.Find("MEMOTURN_DATA_DIR") ?? "./data";
        return new()
        {
            DataDirectory = dataDirectory,
            Urls = urls,
            MetricsListener = MetricsListenerOf(settings, urls),
            ObjectStore = ObjectStoreOf(settings, dataDirectory),
            CorsOrigins = settings.List("MEMOTURN_CORS_ORIGINS"),
            LogLevel = LogLevelOf(settings),
            Storage = StorageOf(settings),
            Recall = RecallOf(settings),
            Requests = RequestsOf(settings),
            Warnings = settings.Warnings,
        };
    }

    private static StorageOptions StorageOf(NodeSettings settings) => new()
    {
        Node = new(settings.Find("MEMOTURN_NODE_ID") ?? string.Create(
            CultureInfo.InvariantCulture, $"node-{Environment.ProcessId}")),
        WriteQueueDepth = settings.Number("MEMOTURN_WRITE_QUEUE_DEPTH", 256, 1, 1_000_000),
        ShipInterval = TimeSpan.FromMilliseconds(settings.Number("MEMOTURN_SHIP_INTERVAL_MS", 200d, 5, 500)),
        BacklogBytes = settings.Number("MEMOTURN_BACKLOG_BYTES", 256L << 20, 1, long.MaxValue),
        BacklogAge = TimeSpan.FromSeconds(settings.Number("MEMOTURN_BACKLOG_AGE_SECS", 300d, 1, int.MaxValue)),
        MemoryBytes = settings.Number("MEMOTURN_MEMORY_BYTES", DefaultMemoryBytes, 1 << 20, long.MaxValue),
        OpenBranches = settings.Number("MEMOTURN_HOT_CAP", 200_000, 1, int.MaxValue),
        MinTxIdWait = TimeSpan.FromMilliseconds(settings.Number("MEMOTURN_MIN_TXID_WAIT_MS", 2000d, 0, int.MaxValue)),
        Durability = DurabilityOf(settings),
        Connections = Math.Max(2 * Environment.ProcessorCount, 8),
        ReadsPerBranch = Math.Max(2, Environment.ProcessorCount),
        Lease = new() { Ttl = TimeSpan.FromSeconds(settings.Number("MEMOTURN_LEASE_TTL_SECS", 10d, 3, int.MaxValue)) },
    };

    /// <summary>60 % of what this process may use.</summary>
    private static long DefaultMemoryBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 6;

    private static RequestLimits RequestsOf(NodeSettings settings) => new()
    {
        LargeBodyBytes = settings.Number("MEMOTURN_MAX_BODY_BYTES", WireLimits.LargeBodyBytes, 1, int.MaxValue),
        Timeout = TimeSpan.FromSeconds(settings.Number("MEMOTURN_REQUEST_TIMEOUT", 30d, 0.001, 86_400)),
        Concurrency = settings.Number("MEMOTURN_MAX_CONCURRENCY", 1024, 1, 1_000_000),
        ControlRate = settings.Number("MEMOTURN_CONTROL_RATE", 10d, 0.000_001, 1_000_000),
    };

    private static RecallOptions RecallOf(NodeSettings settings)
    {
        var columns = settings.Numbers("MEMOTURN_RECALL_BM25_WEIGHTS", [10, 5, 1]);
        var channels = settings.Numbers("MEMOTURN_RECALL_WEIGHTS", [2, 1, 1]);
        return new()
        {
            Bm25Weights = new(columns[0], columns[1], columns[2]),
            TopicWeight = channels[0],
            KeywordWeight = channels[1],
            VectorWeight = channels[2],
        };
    }

    private static IReadOnlyList<string> UrlsOf(NodeSettings settings)
    {
        if (settings.Find("MEMOTURN_LISTEN") is null && settings.Find("urls") is { } written)
        {
            var urls = written.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return urls is not [] && urls.All(AdvertisedHost.IsAddress)
                ? urls
                : throw new ConfigurationException($"ASPNETCORE_URLS={written} is not a list of http://host:port");
        }

        var listen = settings.Find("MEMOTURN_LISTEN") ?? DefaultListen;
        List<string> result = [$"http://{listen}"];
        return Uri.TryCreate(result[0], UriKind.Absolute, out var uri) && uri.PathAndQuery == "/"
            ? result
            : throw new ConfigurationException($"MEMOTURN_LISTEN={listen} is not host:port");
    }

    private static void RequireOneMachine(NodeSettings settings, IReadOnlyList<string> urls)
    {
        var written = settings.Find("MEMOTURN_ADVERTISE");
        if (written is not null && !AdvertisedHost.IsAddress(written))
        {
            throw new ConfigurationException($"MEMOTURN_ADVERTISE={written} is not http://host or https://host");
        }

        var isOnlyOne = settings.Find("MEMOTURN_SINGLE_NODE") == "1";
        IReadOnlyList<string> advertised = written is null ? urls : [written];
        if (!isOnlyOne && advertised.FirstOrDefault(AdvertisedHost.IsReachable) is { } address)
        {
            throw new ConfigurationException(
                $"the node is advertised as {address} but has no coordination with others; set "
                + "MEMOTURN_SINGLE_NODE=1 if it is the only one");
        }
    }

    private static IPEndPoint? MetricsListenerOf(NodeSettings settings, IReadOnlyList<string> urls)
    {
        if (settings.Find("MEMOTURN_METRICS_LISTEN") is not { } listen)
        {
            return null;
        }

        if (!IPEndPoint.TryParse(listen, out var endPoint) || endPoint.Port == 0)
        {
            throw new ConfigurationException($"MEMOTURN_METRICS_LISTEN={listen} is not address:port");
        }

        return urls.Any(url => BindingAddress.Parse(url).Port == endPoint.Port)
            ? throw new ConfigurationException($"MEMOTURN_METRICS_LISTEN={listen} has the port of the API")
            : endPoint;
    }

    private static ObjectStoreLocation ObjectStoreOf(NodeSettings settings, string dataDirectory)
    {
        var (name, written) = settings.Find("MEMOTURN_OBJECT_STORE") is { } own
            ? ("MEMOTURN_OBJECT_STORE", own)
            : ("ConnectionStrings__store", settings.Find("ConnectionStrings:store"));
        if (written is null)
        {
            return ObjectStoreLocation.In(Path.Combine(dataDirectory, "objects"));
        }

        // A connection string may hold credentials: only its name is said.
        return ObjectStoreLocation.TryParse(written, out var location)
            ? location
            : throw new ConfigurationException($"{name}: this build stores in file:// and mem:// only");
    }

    private static Durability DurabilityOf(NodeSettings settings)
    {
        var written = settings.Find("MEMOTURN_DURABILITY") ?? DurabilityNames.Standard;
        return DurabilityText.Find(written, StringComparison.OrdinalIgnoreCase)
            ?? throw new ConfigurationException($"MEMOTURN_DURABILITY={written} is neither standard nor durable");
    }

    private static LogLevel LogLevelOf(NodeSettings settings)
    {
        switch (settings.Find("MEMOTURN_LOG")?.ToLowerInvariant())
        {
            case null or "info":
                return LogLevel.Information;
            case "trace":
                return LogLevel.Trace;
            case "debug":
                return LogLevel.Debug;
            case "warn":
                return LogLevel.Warning;
            case "error":
                return LogLevel.Error;
            default:
                settings.Warn("MEMOTURN_LOG is not trace, debug, info, warn or error; using info");
                return LogLevel.Information;
        }
    }

    private static void WarnOfTheRest(NodeSettings settings)
    {
        foreach (var name in settings.NamesWith(Prefix))
        {
            if (WithoutEffect.Contains(name))
            {
                settings.Warn($"{name} has no effect: this build does not have what it configures");
            }
            else if (!Known.Contains(name) && !Refusals.Any(refusal => refusal.Name == name))
            {
                settings.Warn($"{name} is not a setting of a node");
            }
        }
    }
}
