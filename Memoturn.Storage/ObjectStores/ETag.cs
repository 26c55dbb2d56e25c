namespace Memoturn.Storage.ObjectStores;

/// <summary>Opaque version of an object, as its store hands it out.</summary>
public readonly record struct ETag(string Value)
{
    public override string ToString() => Value;
}
