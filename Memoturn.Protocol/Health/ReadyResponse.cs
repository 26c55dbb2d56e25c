namespace Memoturn.Protocol.Health;

/// <summary>Answer of <c>GET /readyz</c> with status 200.</summary>
/// <param name="Status">One of <see cref="ReadyStatuses"/>.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record ReadyResponse(string Status, ReadyChecks Checks);

/// <summary>Answer of <c>GET /readyz</c> with status 503: the error envelope plus what was looked at.</summary>
/// <param name="Error">Why the node takes no requests.</param>
/// <param name="Code">Why, in one word of a closed set.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record NotReadyResponse(string Error, string Code, ReadyChecks Checks);

/// <summary>What readiness looks at.</summary>
/// <param name="ObjectStore">Object storage answers: <c>ok</c> or <c>fail</c>.</param>
/// <param name="Coordination">The lease store answers: <c>ok</c>, <c>fail</c> or <c>single_node</c>.</param>
/// <param name="Lease">This node's lease: <c>held</c>, <c>lost</c> or <c>none</c>.</param>
/// <param name="Draining">True while the node hands over.</param>
public sealed record ReadyChecks(string ObjectStore, string Coordination, string Lease, bool Draining);

/// <summary>Words of readiness.</summary>
public static class ReadyStatuses
{
    /// <summary>All is well.</summary>
    public const string Ready = "ready";

    /// <summary>Something all nodes share is lost; reads go on.</summary>
    public const string Degraded = "degraded";

    /// <summary>A check that holds.</summary>
    public const string Ok = "ok";

    /// <summary>A check that does not hold.</summary>
    public const string Fail = "fail";

    /// <summary>No coordination: one node.</summary>
    public const string SingleNode = "single_node";

    /// <summary>No lease: one node.</summary>
    public const string None = "none";
}
