using Memoturn.Protocol;
using Memoturn.Storage;

namespace Memoturn.DataPlane.Errors;

/// <summary>
/// Every failure of every route, as the envelope says it. The only place where exceptions become answers.
/// </summary>
internal static class ErrorTable
{
    /// <summary>The answer to what a request threw.</summary>
    /// <param name="bodyLimitBytes">The server's own limit, which its exception does not name.</param>
    public static ErrorAnswer Of(Exception failure, int bodyLimitBytes) => failure switch
    {
        RequestException refused => new(refused.Code, refused.Message),
        OverloadedException => new(ErrorCode.Overloaded, failure.Message),
        TxidNotReachedException => new(ErrorCode.TxidNotReached, failure.Message),
        FencedException => new(ErrorCode.Fenced, failure.Message),
        ManifestConflictException => new(ErrorCode.Conflict, "manifest CAS conflict (concurrent writer)"),
        SqlFailedException => new(ErrorCode.InvalidRequest, $"sql error: {failure.Message}"),
        StoreUnavailableException => new(ErrorCode.StorageUnavailable, $"object store error: {failure.Message}"),
        BranchUnavailableException => new(ErrorCode.Unavailable, failure.Message),
        CorruptObjectException => new(ErrorCode.Internal, $"manifest corrupt: {failure.Message}"),
        LocalDiskException => new(ErrorCode.Internal, $"io error: {failure.Message}"),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(ErrorCode.PayloadTooLarge, $"body exceeds {bodyLimitBytes} bytes"),
        BadHttpRequestException bad => new(ErrorCode.OfStatus(bad.StatusCode), bad.StatusCode, bad.Message),
        _ => new(ErrorCode.Internal, "internal error"),
    };

    /// <summary>The answer to a status nobody gave a body.</summary>
    public static ErrorAnswer Of(int status) => new(ErrorCode.OfStatus(status), status, status switch
    {
        StatusCodes.Status404NotFound => "no such route",
        StatusCodes.Status405MethodNotAllowed => "method not allowed",
        StatusCodes.Status408RequestTimeout => "request timed out",
        StatusCodes.Status415UnsupportedMediaType => "expected application/json",
        _ => "request failed",
    });

    public static ErrorAnswer TimedOut => Of(StatusCodes.Status408RequestTimeout);
}
