using Memoturn.Storage.Recall;

namespace Memoturn.DataPlane.Memory;

/// <summary>A row with its fused score.</summary>
/// <param name="Ranks">Its place in each channel, in the order of the channels.</param>
internal readonly record struct RankedMemory(RecallCandidate Row, double Score,
    ChannelRanks Ranks) : IComparable<RankedMemory>
{
    /// <summary>Best score first, then the newest, then the id.</summary>
    public int CompareTo(RankedMemory other)
    {
        var order = other.Score.CompareTo(Score);
        order = order != 0 ? order : other.Row.CreatedAtUnixMs.CompareTo(Row.CreatedAtUnixMs);
        return order != 0 ? order : Row.Id.CompareTo(other.Row.Id);
    }
}
