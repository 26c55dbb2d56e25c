namespace Memoturn.Protocol;

/// <summary>The body of every answer with a status of 400 or above.</summary>
/// <param name="Error">What went wrong, for people; clients switch on the code.</param>
/// <param name="Code">Why, in one word of a closed set.</param>
public sealed record ErrorResponse(string Error, string Code);
