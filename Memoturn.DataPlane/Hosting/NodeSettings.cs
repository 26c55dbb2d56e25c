using System.Globalization;
using System.Numerics;

namespace Memoturn.DataPlane;

/// <summary>Settings by name, and what was odd about them.</summary>
internal sealed class NodeSettings(IConfiguration configuration)
{
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Null when unset or empty.</summary>
    public string? Find(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    /// <summary>
    /// A number from <paramref name="min"/> to <paramref name="max"/>, or the default with a warning.
    /// </summary>
    public T Number<T>(string name, T defaultValue, T min, T max)
        where T : struct, INumber<T>
    {
        if (Find(name) is not { } written)
        {
            return defaultValue;
        }

        if (T.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min
            && value <= max)
        {
            return value;
        }

        Warn(string.Create(CultureInfo.InvariantCulture, $"{name}={written} is not a number from {min} to {max}; "
            + $"using {defaultValue}"));
        return defaultValue;
    }

    /// <summary>As many numbers above 0 as the default has, between commas, or the default with a warning.</summary>
    public double[] Numbers(string name, double[] defaultValues)
    {
        var values = new List<double>();
        foreach (var written in List(name))
        {
            if (double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
                && double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        if (values.Count == defaultValues.Length && List(name).Count == values.Count)
        {
            return [.. values];
        }

        if (Find(name) is { } found)
        {
            Warn($"{name}={found} is not {defaultValues.Length} numbers above 0; using "
                + $"{string.Join(',', defaultValues)}");
        }

        return defaultValues;
    }

    public IReadOnlyList<string> List(string name) =>
        Find(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Names that are set and start with <paramref name="prefix"/>, in order.</summary>
    public IEnumerable<string> NamesWith(string prefix) => configuration.GetChildren()
        .Select(child => child.Key)
        .Where(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);

    public void Warn(string sentence) => _warnings.Add(sentence);
}
