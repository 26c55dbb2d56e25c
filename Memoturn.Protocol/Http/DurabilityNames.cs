namespace Memoturn.Protocol;

/// <summary>Durability levels as they are written.</summary>
public static class DurabilityNames
{
    /// <summary>Acknowledged from the owner's disk.</summary>
    public const string Standard = "standard";

    /// <summary>Acknowledged from object storage.</summary>
    public const string Durable = "durable";
}
