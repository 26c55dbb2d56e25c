using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.CommitLogs;

/// <summary>One commit of one branch as the commit log holds it.</summary>
/// <param name="Name">Where the manifest is found at restart.</param>
/// <param name="Epoch">The ownership it was committed under.</param>
public sealed record LogRecord(
    DatabaseId Database, DatabaseSpec Name, BranchId Branch, Epoch Epoch, CapturedCommit Commit);
