using Memoturn.Protocol;

namespace Memoturn.DataPlane.Errors;

/// <summary>One failed answer: what stands in the envelope and the status it comes with.</summary>
internal sealed record ErrorAnswer(ErrorCode Code, int Status, string Text)
{
    public ErrorAnswer(ErrorCode code, string text)
        : this(code, code.Status, text)
    {
    }

    /// <summary>True for every 429 and every 503 a wait may cure.</summary>
    public bool IsRetryable => (Status is 429 or 503) && Code != ErrorCode.Unconfigured;
}
