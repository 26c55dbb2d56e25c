namespace Memoturn.Tests;

/// <summary>
/// Tests that look at what the whole process measures, or that count on a quiet machine: nothing runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
