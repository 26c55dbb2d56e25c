namespace Memoturn.Protocol;

/// <summary>A request this host refuses: the code and the text of its error envelope.</summary>
public sealed class RequestException(ErrorCode code, string message, Exception? inner = null) : Exception(
    message, inner)
{
    /// <summary>What clients switch on.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The request is wrong: 400 with this text.</summary>
    public static RequestException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
