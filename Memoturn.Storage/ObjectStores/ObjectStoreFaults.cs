namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// How often a <see cref="FaultInjectingObjectStore"/> does what. Rates are probabilities a request, 0 to 1; everything
/// is off by default.
/// </summary>
public sealed record ObjectStoreFaults
{
    public static readonly ObjectStoreFaults None = new();

    /// <summary>The request never reaches the store.</summary>
    public double FailBeforeRate { get; init; }

    /// <summary>The request takes effect and its answer is lost.</summary>
    public double LoseAnswerRate { get; init; }

    /// <summary>The write is not answered and takes effect later, between other requests.</summary>
    public double LandLateRate { get; init; }

    /// <summary>The write reaches the store twice; the second answer is what the caller sees.</summary>
    public double RepeatRate { get; init; }

    /// <summary>The body of a read ends early.</summary>
    public double TruncateRate { get; init; }

    /// <summary>The request takes <see cref="SlowBy"/> longer.</summary>
    public double SlowRate { get; init; }

    public TimeSpan SlowBy { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every request takes between this and <see cref="MaxLatency"/>.</summary>
    public TimeSpan MinLatency { get; init; }

    public TimeSpan MaxLatency { get; init; }
}
