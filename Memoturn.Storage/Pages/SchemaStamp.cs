namespace Memoturn.Storage.Pages;

/// <summary>A schema id and the registry generation it was interned in, in one word; an id of zero is none.</summary>
internal readonly record struct SchemaStamp(ulong Packed)
{
    public SchemaStamp(uint id, int generation)
        : this(((ulong)(uint)generation << 32) | id)
    {
    }

    public uint Id => (uint)Packed;

    public int Generation => (int)(Packed >> 32);
}
