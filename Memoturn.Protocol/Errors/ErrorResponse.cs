namespace Memoturn.Protocol;

/// <summary>The body of every answer with a status of 400 or above.</summary>
/// <param name="Error">What went wrong, for people; clients switch on <paramref name="Code"/>.</param>
/// <param name="Code">One word of <see cref="ErrorCode.All"/>.</param>
public sealed record ErrorResponse(string Error, string Code);
