using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Memory;

/// <summary>Routes of the sessions of a profile (http-api 16.8).</summary>
internal static class SessionEndpoints
{
    private const string SessionParameter = "sid";
    private const string True = "true";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Routes.Profile}/sessions", ListAsync).Reads();
        routes.MapDelete($"{Routes.Profile}/sessions/{{{SessionParameter}}}", EndAsync).Writes();
    }

    private static async Task<Ok<SessionListResponse>> ListAsync(
        HttpContext context, ReadAccess access, TimeProvider clock, CancellationToken token)
    {
        access.Validate();
        var request = PageRequest.From(context.Request.Query);
        var after = PageCursor.Parse(request.After);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return TypedResults.Ok(await access.ReadAsync(
            snapshot =>
            {
                var page = new MemoryReader(snapshot.Connection, now).ListSessions(after, request.Limit);
                return new SessionListResponse(page.Rows, page.NextCursor, snapshot.Position.TxId.Value);
            },
            static () => new([], null, 0),
            token));
    }

    private static async Task<NoContent> EndAsync(HttpContext context, WriteAccess access, CancellationToken token)
    {
        access.Validate();
        var sessionId = RawPath.Parameter(context, SessionParameter);
        if (!FieldRules.IsName(sessionId))
        {
            throw RequestException.Invalid("invalid session id");
        }

        var endsTranscript = context.Request.Query[QueryNames.Turns] == True;
        await access.WriteAsync(round => new MemoryWriter(round).EndSession(sessionId, endsTranscript), token);
        return TypedResults.NoContent();
    }
}
