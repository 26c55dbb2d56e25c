using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Memory;

/// <summary>Routes of the memories of a profile (http-api 16.3 and 16.7).</summary>
internal static class MemoryEndpoints
{
    private const string IdParameter = "id";

    public static void MapMemories(this IEndpointRouteBuilder routes)
    {
        const string memories = $"{Routes.Profile}/memories";
        const string memory = $"{memories}/{{{IdParameter}}}";
        routes.MapPost(memories, IngestAsync).Writes(BodyClass.Large);
        routes.MapGet(memories, ListAsync).Reads();
        routes.MapPost($"{memories}/query", QueryAsync).Reads();
        routes.MapGet(memory, GetAsync).Reads();
        routes.MapDelete(memory, ForgetAsync).Writes();
        routes.MapGet($"{memory}/history", GetHistoryAsync).Reads();
    }

    private static async Task<Created<IngestResponse>> IngestAsync(
        JsonBody<IngestRequest> body, WriteAccess access, CancellationToken token)
    {
        var items = MemoryValidator.RequireBatch(body.Value.Memories);
        access.Validate();
        var memories = MemoryValidator.Validate(items);
        var similarThreshold = SimilarRules.ThresholdOf(body.Value);
        await access.EnsureProfileAsync(token);
        var written = await access.WriteAsync(
            context => new MemoryWriter(context).Ingest(memories, similarThreshold), token);
        return TypedResults.Created((string?)null, new IngestResponse(written.Value, written.Position.TxId.Value));
    }

    private static Task<Ok<MemoryListResponse>> ListAsync(
        HttpContext context, ReadAccess access, TimeProvider clock, CancellationToken token) =>
        ReadPageAsync(ListQuery.Read(context.Request.Query), access, clock, token);

    private static Task<Ok<MemoryListResponse>> QueryAsync(
        JsonBody<ListMemoriesRequest> body, ReadAccess access, TimeProvider clock, CancellationToken token) =>
        ReadPageAsync(body.Value, access, clock, token);

    private static async Task<Ok<MemoryListResponse>> ReadPageAsync(
        ListMemoriesRequest request, ReadAccess access, TimeProvider clock, CancellationToken token)
    {
        access.Validate();
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var criteria = CriteriaRules.Validate(request, now);
        var after = PageCursor.Parse(PageRequest.Decode(request.Cursor));
        var limit = request.Limit ?? WireLimits.DefaultResults;
        return TypedResults.Ok(await access.ReadAsync(
            snapshot =>
            {
                var page = new MemoryReader(snapshot.Connection, now).List(criteria, after, limit);
                return new MemoryListResponse(page.Rows, page.NextCursor, snapshot.Position.TxId.Value);
            },
            static () => new([], null, 0),
            token));
    }

    private static async Task<Ok<MemoryDetail>> GetAsync(
        HttpContext context, ReadAccess access, TimeProvider clock, CancellationToken token)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return TypedResults.Ok(await access.ReadAsync(
            snapshot => new MemoryReader(snapshot.Connection, now).Find(IdOf(context)) ?? throw NotFound(), token));
    }

    private static async Task<Ok<HistoryResponse>> GetHistoryAsync(
        HttpContext context, ReadAccess access, TimeProvider clock, CancellationToken token)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return TypedResults.Ok(await access.ReadAsync(
            snapshot => new HistoryResponse(
                new MemoryReader(snapshot.Connection, now).FindHistory(IdOf(context)) ?? throw NotFound(),
                snapshot.Position.TxId.Value),
            token));
    }

    private static async Task<NoContent> ForgetAsync(HttpContext context, WriteAccess access, CancellationToken token)
    {
        var id = IdOf(context);
        var written = await access.WriteAsync(round => new MemoryWriter(round).Forget(id), token);
        return written.Value ? TypedResults.NoContent() : throw NotFound();
    }

    private static string IdOf(HttpContext context) => RawPath.Parameter(context, IdParameter);

    private static RequestException NotFound() => new(ErrorCode.NotFound, "memory not found");
}
