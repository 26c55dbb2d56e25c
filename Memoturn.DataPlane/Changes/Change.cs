using Memoturn.DataPlane.Filters;

namespace Memoturn.DataPlane.Changes;

/// <summary>One entry of the feed: what happened to which thing, never what it holds.</summary>
/// <param name="Scope">
/// Memory: its type; document and vector: the collection; kv: the namespace; turn: the session.
/// </param>
/// <param name="Item">Id, key or number within the scope.</param>
/// <param name="Detail">Memory: its topic key; turn: its role.</param>
internal readonly record struct Change(string Kind, string Op, string Scope, SqlValue Item, string? Detail);
