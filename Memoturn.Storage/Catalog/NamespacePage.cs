using System.Collections.Immutable;

namespace Memoturn.Storage.Catalog;

/// <summary>One page of namespaces, ascending by name.</summary>
/// <param name="HasMore">More follow: list again after the last one.</param>
public sealed record NamespacePage(ImmutableArray<NamespaceRecord> Records, bool HasMore);
