using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Memoturn.Protocol.Memory;

namespace Memoturn.Tests.CrashLoop;

/// <summary>One client that ingests small batches until the node goes away, and remembers what it was told.</summary>
internal sealed class IngestClient(int number, int seed, bool isDurable = false)
{
    private const int VectorLength = 8;

    private readonly Random _random = new((seed * 31) + number);
    private int _batch;

    public string Profile { get; } = $"/v1/memory/crash/profile-{number % 3}";

    /// <summary>Memories whose ingest was answered 201.</summary>
    public List<IngestedMemory> Acknowledged { get; } = [];

    /// <summary>Batches whose outcome is unknown: each is there whole or not at all.</summary>
    public List<IReadOnlyList<IngestedMemory>> Unknown { get; } = [];

    public async Task RunAsync(Uri address, CancellationToken token)
    {
        using var node = new HttpClient { BaseAddress = address };
        node.DefaultRequestHeaders.Add("Memoturn-Durability", isDurable ? "durable" : "standard");
        while (!token.IsCancellationRequested)
        {
            var batch = Enumerable.Range(0, _random.Next(1, 4)).Select(Next).ToList();
            _batch++;
            try
            {
                var body = new { memories = batch.Select(memory => memory.Item) };
                using var answer = await node.PostAsJsonAsync($"{Profile}/memories", body, CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
                Acknowledged.AddRange(batch);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                Unknown.Add(batch);
                return;
            }
        }
    }

    private IngestedMemory Next(int index)
    {
        var word = $"word{number}x{seed}x{_batch}x{index}";
        var content = JsonSerializer.SerializeToElement(new { word });
        var embedding = Enumerable.Range(0, VectorLength).Select(_ => _random.NextDouble() - 0.5).ToArray();
        return new(MemoryId.Compute("event", null, content), word, embedding, content);
    }
}
