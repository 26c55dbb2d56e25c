namespace Memoturn.Storage.Pages;

/// <summary>A page and its place in a table.</summary>
public readonly record struct TablePage(PageNumber Number, Page Page);
