namespace Memoturn.Benchmarks.Recall;

/// <summary>
/// Something a speaker may tell, and how it is asked for. <c>{v}</c> stands for the value told, <c>{n}</c> for the
/// speaker's name.
/// </summary>
/// <param name="Statements">Ways to tell it.</param>
/// <param name="Single">The question for the value.</param>
/// <param name="When">The question for the day; null where it is no event.</param>
/// <param name="All">The question for all values, where it is told more than once; null where it is told once.</param>
/// <param name="Open">A question whose answer follows from it; null where there is none.</param>
internal sealed record SyntheticFact(
    string[] Statements, string Single, string[] Values, string? When = null, string? All = null, string? Open = null);
