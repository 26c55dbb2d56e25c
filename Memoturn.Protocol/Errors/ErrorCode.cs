using System.Collections.Immutable;

namespace Memoturn.Protocol;

/// <summary>
/// The reason a request failed: the closed set of words a client switches on, each with its usual status.
/// </summary>
public sealed class ErrorCode
{
    /// <summary>The request itself is wrong: fix it, do not retry.</summary>
    public static readonly ErrorCode InvalidRequest = new("invalid_request", 400);

    /// <summary>No credential, or one that is not valid any more.</summary>
    public static readonly ErrorCode Unauthorized = new("unauthorized", 401);

    /// <summary>The credential does not reach this database, scope or statement.</summary>
    public static readonly ErrorCode Forbidden = new("forbidden", 403);

    /// <summary>No such route, key, memory, policy or namespace.</summary>
    public static readonly ErrorCode NotFound = new("not_found", 404);

    /// <summary>The database does not exist, is deleted, or has expired.</summary>
    public static readonly ErrorCode DatabaseNotFound = new("database_not_found", 404);

    /// <summary>The branch or checkpoint does not exist, or has expired.</summary>
    public static readonly ErrorCode BranchNotFound = new("branch_not_found", 404);

    /// <summary>The route exists, with the methods of <c>Allow</c>.</summary>
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405);

    /// <summary>The wall clock of the request ran out; the effect of a write is undetermined.</summary>
    public static readonly ErrorCode RequestTimeout = new("request_timeout", 408);

    /// <summary>What was to be created is there.</summary>
    public static readonly ErrorCode AlreadyExists = new("already_exists", 409);

    /// <summary>State changed, or the point asked for is not available: read again, retry.</summary>
    public static readonly ErrorCode Conflict = new("conflict", 409);

    /// <summary>The node does not have the state of <c>Memoturn-Min-Txid</c> yet.</summary>
    public static readonly ErrorCode TxidNotReached = new("txid_not_reached", 409);

    /// <summary>Another node owns the branch; the write is not part of history.</summary>
    public static readonly ErrorCode Fenced = new("fenced", 409);

    /// <summary>Both sides of a merge changed the same rows.</summary>
    public static readonly ErrorCode MergeConflict = new("merge_conflict", 409);

    /// <summary>The body is larger than the route takes.</summary>
    public static readonly ErrorCode PayloadTooLarge = new("payload_too_large", 413);

    /// <summary>The route reads another content type.</summary>
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415);

    /// <summary>Shed before it had an effect: wait <c>Retry-After</c>.</summary>
    public static readonly ErrorCode Overloaded = new("overloaded", 429);

    /// <summary>Unexpected; with status 502 an upstream failed and the outcome is unknown.</summary>
    public static readonly ErrorCode Internal = new("internal", 500);

    /// <summary>An optional feature that is not set up on this node.</summary>
    public static readonly ErrorCode Unconfigured = new("unconfigured", 503);

    /// <summary>Owner or coordination is unreachable: back off.</summary>
    public static readonly ErrorCode Unavailable = new("unavailable", 503);

    /// <summary>Object storage is unreachable: back off.</summary>
    public static readonly ErrorCode StorageUnavailable = new("storage_unavailable", 503);

    /// <summary>The whole set, in the order of the specification.</summary>
    public static readonly ImmutableArray<ErrorCode> All =
    [
        InvalidRequest, Unauthorized, Forbidden, NotFound, DatabaseNotFound, BranchNotFound, MethodNotAllowed,
        RequestTimeout, AlreadyExists, Conflict, TxidNotReached, Fenced, MergeConflict, PayloadTooLarge,
        UnsupportedMediaType, Overloaded, Internal, Unconfigured, Unavailable, StorageUnavailable,
    ];

    private ErrorCode(string name, int status) => (Name, Status) = (name, status);

    /// <summary>The word on the wire.</summary>
    public string Name { get; }

    /// <summary>The HTTP status it usually comes with.</summary>
    public int Status { get; }

    /// <summary>The code of a bare status, when nothing more specific applies.</summary>
    public static ErrorCode OfStatus(int status) => status switch
    {
        400 => InvalidRequest,
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        409 => Conflict,
        413 => PayloadTooLarge,
        415 => UnsupportedMediaType,
        429 => Overloaded,
        503 => Unavailable,
        _ => Internal,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
