namespace Memoturn.Storage.ObjectStores;

/// <summary>Outcome of a change.</summary>
/// <param name="Current">What is stored now, as far as known; null when there is no object.</param>
/// <param name="Applied">False when the change function gave up on <paramref name="Current"/>.</param>
internal readonly record struct FencedChange<T>(Fenced<T>? Current, bool Applied)
    where T : class;
