using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Segments;

/// <summary>One page a commit changed, as the capture reads it. The memory stays as it is until the capture has returned.</summary>
/// <param name="Image">Address of the page's new image.</param>
/// <param name="Base">Address of the image it had before; 0 where it had none.</param>
/// <param name="BaseTxId">The txid at which the base image was made.</param>
internal readonly record struct CapturedPage(PageNumber Page, nint Image, nint Base, TxId BaseTxId);
