namespace Memoturn.Storage.Databases;

/// <summary>When a write is acknowledged. Ordered: the stronger level is the greater value.</summary>
public enum Durability
{
    /// <summary>Its record is on the owner's disk.</summary>
    Standard,

    /// <summary>Its segment is in object storage.</summary>
    Durable,
}
