namespace Memoturn.DataPlane.Memory;

/// <summary>The place of a row in each channel, from 1; 0 where the channel did not bring it.</summary>
internal readonly record struct ChannelRanks(int First, int Second, int Third)
{
    public const int Count = 3;

    public int this[int channel] => channel switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };

    public ChannelRanks With(int channel, int rank) => channel switch
    {
        0 => this with { First = rank },
        1 => this with { Second = rank },
        2 => this with { Third = rank },
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };
}
