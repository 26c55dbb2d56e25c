namespace Memoturn.Storage.Pages;

/// <summary>
/// Identity of the one branch that may return a page to its pool or change a leaf in place; everybody else only
/// reads it.
/// </summary>
internal sealed class PageOwner;
