using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>A manifest and the version of the object it was read from or written as.</summary>
public sealed record StoredManifest(Manifest Manifest, ETag ETag);
