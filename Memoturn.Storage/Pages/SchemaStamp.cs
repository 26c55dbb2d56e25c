namespace Memoturn.Storage.Pages;

/// <summary>A schema id and the registry generation it was interned in; an id of zero is none.</summary>
internal readonly record struct SchemaStamp(uint Id, int Generation);
