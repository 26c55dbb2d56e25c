using System.Globalization;

namespace Memoturn.Benchmarks;

/// <summary>The parsed command line of one command.</summary>
internal sealed class BenchmarkArguments
{
    public const string Json = "json";
    public const string Markdown = "markdown";
    public const string Filter = "filter";
    public const string Scenario = "scenario";
    public const string List = "list";
    public const string Quick = "quick";
    public const string Help = "help";

    /// <summary>The options every command has.</summary>
    public static readonly IReadOnlyList<BenchmarkOption> Common =
    [
        new(Filter, "TEXT", "only scenarios whose name contains TEXT"),
        new(Scenario, "NAME", "only the scenario of this name"),
        new(List, null, "print the names of the scenarios"),
        new(Quick, null, "few repetitions: does it run, not how fast"),
        new(Json, "FILE", "also write the rows as JSON"),
        new(Markdown, "FILE", "also write a Markdown page with machine, commit and command"),
        new(Help, null, "print the options and scenarios"),
    ];

    private readonly Dictionary<string, string> _values;

    private BenchmarkArguments(Dictionary<string, string> values) => _values = values;

    /// <exception cref="FormatException">An argument is not an option of the command, or lacks its value.</exception>
    public static BenchmarkArguments Parse(IReadOnlyList<string> words, IReadOnlyList<BenchmarkOption> options)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            var option = options.Concat(Common).FirstOrDefault(known => "--" + known.Name == word)
                ?? throw new FormatException($"unknown option {word}");
            if (option.ValueName is null)
            {
                values[option.Name] = "true";
            }
            else if (++index < words.Count)
            {
                values[option.Name] = words[index];
            }
            else
            {
                throw new FormatException($"{word} needs {option.ValueName}");
            }
        }

        return new BenchmarkArguments(values);
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="FormatException">The value is not an integer of at least 1.</exception>
    public int GetCount(string name, int defaultCount)
    {
        if (Find(name) is not { } text)
        {
            return defaultCount;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new FormatException($"--{name}: expected a number of at least 1, found {text}");
    }
}
