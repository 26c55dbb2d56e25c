namespace Memoturn.Storage.Manifests;

/// <summary>Outcome of a change.</summary>
/// <param name="Current">What is stored now, as far as known; null when there is no manifest.</param>
/// <param name="Applied">
/// True when the change landed; false when the change function gave up on <paramref name="Current"/>.
/// </param>
public sealed record ManifestChange(StoredManifest? Current, bool Applied);
