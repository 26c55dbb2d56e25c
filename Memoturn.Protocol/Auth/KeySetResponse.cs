namespace Memoturn.Protocol.Auth;

/// <summary>Answer of <c>GET /.well-known/jwks.json</c>: every accepted key, the signing key first.</summary>
/// <param name="Keys">Empty while authentication is off.</param>
public sealed record KeySetResponse(IReadOnlyList<PublicKey> Keys);

/// <summary>One Ed25519 public key as RFC 8037 writes it.</summary>
/// <param name="Kty">Always <c>OKP</c>.</param>
/// <param name="Crv">Always <c>Ed25519</c>.</param>
/// <param name="Alg">Always <c>EdDSA</c>.</param>
/// <param name="Use">Always <c>sig</c>.</param>
/// <param name="Kid">Key id.</param>
/// <param name="X">The key, base64url.</param>
public sealed record PublicKey(string Kty, string Crv, string Alg, string Use, string Kid, string X);
