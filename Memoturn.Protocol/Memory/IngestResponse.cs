using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Memory;

/// <summary>Outcome of an ingest.</summary>
/// <param name="Results">One a memory, in the order of the request.</param>
/// <param name="Txid">State that holds them.</param>
public sealed record IngestResponse(IReadOnlyList<IngestResult> Results, ulong Txid);

/// <summary>Outcome of one memory of an ingest.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Status">One of <see cref="IngestStatuses"/>.</param>
/// <param name="Superseded">Ids this memory took the topic from.</param>
public sealed record IngestResult(string Id, string Status, IReadOnlyList<string> Superseded)
{
    /// <summary>With <c>report_similar</c>: other active memories like it, best first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SimilarMemory>? Similar { get; init; }
}

/// <summary>A memory like the one written.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Score">Cosine of the embeddings, else Jaccard similarity of the summaries.</param>
public sealed record SimilarMemory(string Id, double Score);
