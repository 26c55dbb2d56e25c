using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>One page image in native memory; once published it never changes until it is back in its pool.</summary>
/// <remarks>
/// Page objects are pooled with their memory: a reference kept past the table that held it sees another page.
/// </remarks>
public sealed unsafe class Page
{
    internal Page(byte* start, int sizeBytes)
    {
        Start = start;
        SizeBytes = sizeBytes;
    }

    /// <summary>The txid of its branch that published it.</summary>
    public TxId Birth { get; internal set; }

    public ReadOnlySpan<byte> Bytes => new(Start, SizeBytes);

    internal byte* Start { get; }

    internal int SizeBytes { get; }

    /// <summary>Who returns the page to the pool; null between rent and publication.</summary>
    internal PageOwner? Owner { get; set; }

    internal Span<byte> Writable => new(Start, SizeBytes);
}
