namespace Memoturn.DataPlane.Filters;

/// <summary>What a filter speaks of.</summary>
/// <param name="JsonColumn">SQL of the column that holds the object.</param>
/// <param name="IdColumn">
/// SQL of the text that the path <c>_id</c> means; null where it is a member like any other.
/// </param>
internal sealed record FilterTarget(string JsonColumn, string? IdColumn = null);
