namespace Memoturn.Protocol.Auth;

/// <summary>Answer of <c>GET /v1/whoami</c>: who the caller is.</summary>
/// <param name="Kind">One of <see cref="CallerKinds"/>.</param>
/// <param name="Scope">Scope of the token.</param>
/// <param name="Db">Database of the token.</param>
/// <param name="Ns">Namespace of the token.</param>
/// <param name="Exp">End of the token, unix seconds.</param>
public sealed record WhoAmIResponse(
    string Kind, string? Scope = null, string? Db = null, string? Ns = null, long? Exp = null);

/// <summary>Kinds of caller.</summary>
public static class CallerKinds
{
    /// <summary>Authentication is off.</summary>
    public const string None = "none";
}
