namespace Memoturn.Storage.Catalog;

/// <summary>What must hold of every change of a name record.</summary>
internal static class NameInvariants
{
    /// <exception cref="InvariantException">Names the rule that <paramref name="next"/> breaks.</exception>
    public static void Require(NameRecord? old, NameRecord next)
    {
        if (old is null)
        {
            return;
        }

        Require(next, next.Name == old.Name, "the same name");
        Require(next, (next.DeletedAtUnixMs ?? 0) >= (old.DeletedAtUnixMs ?? 0), "a deletion time that never falls");
        if (next.Uuid == old.Uuid)
        {
            Require(next, next.State >= old.State, "a deletion that is never taken back");
            Require(next, next.CreatedAtUnixMs == old.CreatedAtUnixMs, "the same creation time");
            Require(next, next.KeyRef == old.KeyRef, "the same encryption key");
        }
    }

    private static void Require(NameRecord record, bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvariantException($"name record of {record.Name}, database {record.Uuid}: {rule} expected");
        }
    }
}
