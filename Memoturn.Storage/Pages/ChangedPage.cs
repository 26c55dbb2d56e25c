namespace Memoturn.Storage.Pages;

/// <summary>One page a commit changes.</summary>
/// <param name="Image">The new content.</param>
/// <param name="Base">The content before; null where the page did not exist.</param>
public readonly record struct ChangedPage(PageNumber Number, Page Image, Page? Base);
