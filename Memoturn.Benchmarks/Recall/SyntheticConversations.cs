using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Memoturn.Benchmarks.Recall;

/// <summary>
/// Conversations of our own in the format of the LoCoMo data set, with questions and the turns that answer them. The
/// same seed gives the same files; those in <c>Synthetic/</c> are of seed 1.
/// </summary>
internal static class SyntheticConversations
{
    public const int Seed = 1;

    /// <summary>Where the build puts the committed files.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recall", "Synthetic");

    private const int SessionCount = 12;
    private const int LongestPauseDays = 20;

    private static readonly (string First, string Second)[] Pairs =
        [("Amelie", "Bastian"), ("Carmen", "Dmitri"), ("Edith", "Farid"), ("Greta", "Hassan")];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The files by name, as they are committed.</summary>
    public static IReadOnlyDictionary<string, string> Generate(int seed)
    {
        var files = new Dictionary<string, string>();
        for (var index = 0; index < Pairs.Length; index++)
        {
            var script = new SyntheticScript(Pairs[index].First, Pairs[index].Second, new Random((seed * 100) + index));
            files[$"synthetic-{index + 1}.json"] =
                Write($"synthetic-{index + 1}", script).ToJsonString(Indented) + "\n";
        }

        return files;
    }

    private static JsonObject Write(string id, SyntheticScript script)
    {
        var conversation = new JsonObject { ["speaker_a"] = script.First, ["speaker_b"] = script.Second };
        var at = new DateTime(2024, 1, 8, 9, 30, 0, DateTimeKind.Utc);
        for (var session = 1; session <= SessionCount; session++)
        {
            at = at.AddDays(1 + script.Random.Next(LongestPauseDays)).AddMinutes(script.Random.Next(600));
            conversation[$"session_{session}_date_time"] =
                at.ToString("h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture).Replace("AM", "am")
                    .Replace("PM", "pm");
            conversation[$"session_{session}"] = script.WriteSession(session, SessionCount);
            at = at.Date.AddHours(9);
        }

        return new JsonObject { ["sample_id"] = id, ["conversation"] = conversation, ["qa"] = script.WriteQuestions() };
    }
}
