namespace Memoturn.AppHost;

/// <summary>Every name, port, environment key and image tag of a deployment.</summary>
/// <remarks><c>AppHost.cs</c> only wires them. Compiles without Aspire: the tests pin it on every feed.</remarks>
internal static class Topology
{
    // Parameters; all but the store's user are secrets.
    public const string PlatformKeyParameter = "platform-key";
    public const string ClusterKeyParameter = "cluster-key";
    public const string AuthKeyParameter = "auth-key";
    public const string StoreUserParameter = "minio-user";
    public const string StorePasswordParameter = "minio-password";

    // Resources; a name is also the name of the connection string or of the service.
    public const string Etcd = "etcd";
    public const string Store = "store";
    public const string Redis = "redis";
    public const string ControlPlane = "controlplane";
    public const string Assistant = "assistant";

    public const string EtcdImage = "quay.io/coreos/etcd";
    public const string EtcdTag = "v3.5.21";
    public const string StoreImage = "minio/minio";
    public const string StoreTag = "RELEASE.2025-09-07T16-13-09Z";
    public const string StoreBucket = "memoturn";

    public const int EtcdPort = 2379;
    public const int StorePort = 9000;
    public const int StoreConsolePort = 9001;
    public const int RedisPort = 6379;
    public const int ControlPlanePort = 8090;
    public const int AssistantPort = 8095;

    public const string HttpEndpoint = "http";
    public const string MeshEndpoint = "mesh";
    public const string ReadinessPath = "/readyz";
    public const string OpenApiPath = "/openapi/v1.json";

    public const string ListenKey = "MEMOTURN_LISTEN";
    public const string AdvertiseKey = "MEMOTURN_ADVERTISE";
    public const string MeshListenKey = "MEMOTURN_MESH_LISTEN";
    public const string NodeIdKey = "MEMOTURN_NODE_ID";
    public const string DataDirKey = "MEMOTURN_DATA_DIR";

    /// <summary>The data-plane nodes: each needs its own address, id and directory, so they are not replicas.</summary>
    public static readonly IReadOnlyList<DataPlaneNode> DataPlaneNodes =
    [
        new("dataplane-1", HttpPort: 8081, MeshPort: 8181),
        new("dataplane-2", HttpPort: 8082, MeshPort: 8182),
        new("dataplane-3", HttpPort: 8083, MeshPort: 8183),
    ];
}
