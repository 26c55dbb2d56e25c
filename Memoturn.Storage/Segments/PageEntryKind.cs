namespace Memoturn.Storage.Segments;

/// <summary>How an entry gives its page.</summary>
public enum PageEntryKind : byte
{
    /// <summary>The whole image.</summary>
    Whole = 0,

    /// <summary>The difference to the page's previous image.</summary>
    Delta = 1,

    /// <summary>The image another object holds.</summary>
    Reference = 2,
}
