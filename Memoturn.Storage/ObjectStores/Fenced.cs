namespace Memoturn.Storage.ObjectStores;

/// <summary>A value as stored, and the version a compare-and-swap names.</summary>
internal sealed record Fenced<T>(T Value, ETag ETag)
    where T : class;
