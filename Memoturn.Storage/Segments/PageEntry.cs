using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Segments;

/// <summary>One page as one commit left it.</summary>
/// <param name="BaseTxId">
/// The txid whose image of this page a delta applies to; for a reference the txid of the entry referred to; zero
/// otherwise.
/// </param>
/// <param name="BaseHash">XxHash3 of the base image; 0 for a whole image.</param>
/// <param name="ResultHash">XxHash3 of the image this entry stands for.</param>
/// <param name="BlockIndex">
/// Zero-based block of the commit that holds the bytes; for a reference the zero-based index into the object's refs.
/// </param>
/// <param name="OffsetBytes">Where the bytes begin in the block once it is unpacked.</param>
/// <param name="LengthBytes">How many bytes.</param>
public readonly record struct PageEntry(
    PageNumber Page,
    PageEntryKind Kind,
    TxId BaseTxId,
    ulong BaseHash,
    ulong ResultHash,
    int BlockIndex,
    int OffsetBytes,
    int LengthBytes);
