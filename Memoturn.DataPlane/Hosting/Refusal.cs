using Memoturn.Storage;

namespace Memoturn.DataPlane;

/// <summary>A setting that asks for a feature this build does not have.</summary>
/// <param name="Name">Of the setting.</param>
/// <param name="Feature">What it would turn on.</param>
/// <param name="IsOff">Tells values that leave it off; null = every value turns it on.</param>
internal sealed record Refusal(string Name, string Feature, Func<string, bool>? IsOff = null)
{
    /// <exception cref="ConfigurationException">It is set.</exception>
    public void Check(NodeSettings settings)
    {
        if (settings.Find(Name) is { } value && IsOff?.Invoke(value) != true)
        {
            throw new ConfigurationException(
                $"{Name.Replace(":", "__", StringComparison.Ordinal)} is set, but this build does not have "
                + $"{Feature}; unset it to start");
        }
    }
}
