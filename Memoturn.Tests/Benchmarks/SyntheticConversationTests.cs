using Memoturn.Benchmarks.Recall;
using Memoturn.Tests.DataPlane;
using Xunit.Abstractions;

namespace Memoturn.Tests.Benchmarks;

public sealed class SyntheticConversationTests(ITestOutputHelper output)
{
    /// <summary>
    /// Recall at 10 over the committed questions as it was measured; one point below it is the floor.
    /// </summary>
    private const double RecordedRecallAt10 = 55.3;

    [Fact]
    public void The_committed_files_are_what_the_generator_writes()
    {
        foreach (var (name, text) in SyntheticConversations.Generate(SyntheticConversations.Seed))
        {
            var path = Path.Combine(Repository.Root, "Memoturn.Benchmarks", "Recall", "Synthetic", name);
            if (Environment.GetEnvironmentVariable("MEMOTURN_ACCEPT") == "1")
            {
                File.WriteAllText(path, text);
            }

            Assert.Equal(text, File.ReadAllText(path));
        }
    }

    [Fact]
    [Trait("Accept", "REC-17")]
    public async Task Natural_questions_find_their_evidence()
    {
        await using var node = new TestNode();
        var conversations = Directory.EnumerateFiles(SyntheticConversations.Folder, "*.json")
            .Order(StringComparer.Ordinal).Select(Conversation.Read).ToList();

        var figures = await new QuestionRun(node.Client, "synthetic").RunAsync(conversations, CancellationToken.None);

        output.WriteLine($"recall@10 {figures.RecallAt(10):F1} of {figures.QuestionCount} questions");
        Assert.True(figures.QuestionCount >= 300, $"{figures.QuestionCount} questions");
        Assert.Equal(0, figures.DroppedEvidence);
        Assert.True(figures.EmptyAnswers <= figures.QuestionCount / 100, $"{figures.EmptyAnswers} empty answers");
        Assert.True(figures.RecallAt(10) >= RecordedRecallAt10 - 1, $"recall@10 {figures.RecallAt(10):F1}");
    }
}
