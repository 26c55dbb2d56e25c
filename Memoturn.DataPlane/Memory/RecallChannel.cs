using Memoturn.Storage.Recall;

namespace Memoturn.DataPlane.Memory;

/// <summary>What one channel brought, best first.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Weight">What it counts in the fusion.</param>
/// <param name="Duration">What it took.</param>
internal sealed record RecallChannel(
    string Name, double Weight, IReadOnlyList<RecallCandidate> Candidates, TimeSpan Duration = default);
