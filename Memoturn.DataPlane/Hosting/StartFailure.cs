using Memoturn.Storage;

namespace Memoturn.DataPlane;

/// <summary>Why a node did not start, in one line.</summary>
/// <param name="ExitCode">78 (EX_CONFIG) when a setting must change, else 1.</param>
internal sealed record StartFailure(string Message, int ExitCode)
{
    private const int Configuration = 78;

    /// <summary>Null for what nobody expected.</summary>
    public static StartFailure? Find(Exception failure) => failure switch
    {
        ConfigurationException => new(failure.Message, Configuration),
        StorageException or IOException => new(failure.Message, 1),
        AggregateException { InnerExceptions: [var inner] } => Find(inner),
        _ => null,
    };

    public int Report(TextWriter error)
    {
        error.WriteLine($"memoturn: {Message.ReplaceLineEndings(" ")}");
        return ExitCode;
    }
}
