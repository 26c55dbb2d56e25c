namespace Memoturn.Storage.Databases;

/// <summary>What object storage and this node know of a database, found without opening it.</summary>
/// <param name="BranchCount">Branches, <c>main</c> included.</param>
/// <param name="SizeBytes">Bytes of its objects.</param>
/// <param name="IsOpen">This node has the state of <c>main</c> in memory, as owner or as a copy.</param>
/// <param name="Owner">This node, when it owns <c>main</c>.</param>
public sealed record DatabaseSummary(int BranchCount, long SizeBytes, bool IsOpen, string? Owner);
