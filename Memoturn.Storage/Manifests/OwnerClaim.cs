using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>Who took the branch with the manifest's epoch (protocol A2).</summary>
/// <param name="Nonce">Drawn for this claim: only an equal one means that a claim landed.</param>
/// <param name="Node">Id of the node.</param>
/// <param name="Log">Id of the node's commit log.</param>
/// <param name="Etcd">Id of the etcd cluster the lease is held in; null without one.</param>
/// <param name="Revision">Revision of the lease in that cluster; null without one.</param>
public sealed record OwnerClaim(Nonce Nonce, string Node, Nonce Log, string? Etcd = null, long? Revision = null)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
