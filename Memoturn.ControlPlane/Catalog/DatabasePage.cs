using System.Collections.Immutable;
using Memoturn.Storage.Catalog;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>One page of live databases by name.</summary>
/// <param name="Next">The name to go on after; null at the end.</param>
internal sealed record DatabasePage(ImmutableArray<NameRecord> Rows, DatabaseName? Next);
