using Memoturn.Storage.Pages;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Segments;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The one writer of an owned branch: runs rounds, captures what they change and hands it to the commit log. Touched by
/// the branch's write loop only.
/// </summary>
/// <remarks>
/// A round is one transaction, with one savepoint for each participant where there are several: 1. begin; 2. run each
/// participant, rolling a failed one back alone; 3. commit: at the veto point everything that can refuse is checked, at
/// the publish point the pages are captured and become the tip; 4. the record goes to the log, from then on its txid is
/// spent (protocol C11).
/// </remarks>
internal sealed class CommitWriter
{
    private const string Begin = "BEGIN IMMEDIATE";
    private const string Commit = "COMMIT";
    private const string Rollback = "ROLLBACK";
    private const string Savepoint = "SAVEPOINT participant";
    private const string Release = "RELEASE participant";
    private const string RollbackToSavepoint = "ROLLBACK TO participant";

    private readonly BranchServices _services;
    private readonly BranchIdentity _branch;
    private readonly Ownership _ownership;
    private readonly BranchPages _pages;
    private readonly CommitGate _gate;

    private TxId _tip;
    private TxId _next;
    private long _at;
    private bool _isStored;
    private RecallIndex? _index;
    private CapturedCommit? _captured;

    public CommitWriter(
        BranchServices services, BranchIdentity branch, Ownership ownership, BranchPages pages, HistoryTip tip)
    {
        _services = services;
        _branch = branch;
        _ownership = ownership;
        _pages = pages;
        _tip = tip.LastTxId;
        _next = tip.Ceiling.Next;
        _at = tip.LastAtUnixMs;
        _isStored = tip.LastTxId > TxId.Zero;
        _gate = new(Check, Publish);
    }

    /// <summary>Commits what the writes do, as one txid.</summary>
    public async Task<CommitRound> RunAsync(IReadOnlyList<PendingWrite> writes)
    {
        _at = Math.Max(_services.NowUnixMs, _at);
        var connection = await _services.Connections.RentWriterAsync(_pages, _gate, CancellationToken.None);
        var refusal = PendingWrite.Keep(() => RunTransaction(connection, writes));
        _services.Connections.Return(connection);
        var captured = _captured;
        _captured = null; // an idle branch does not keep its last commit
        return refusal is null && captured is not null
            ? Hand(captured, writes)
            : new(writes, null, Task.CompletedTask, null, refusal);
    }

    /// <summary>Builds the resident index of the tip, for a branch that has none yet.</summary>
    public async Task<(RecallIndex Index, TxId TxId)> BuildIndexAsync()
    {
        if (_index is null)
        {
            using var pin = _pages.PinTip();
            var connection = await _services.Connections.RentReaderAsync(pin, CancellationToken.None);
            try
            {
                _index = RecallIndex.Build(connection, _tip);
            }
            finally
            {
                _services.Connections.Return(connection);
            }
        }

        return (_index, _tip);
    }

    private void RunTransaction(Connection connection, IReadOnlyList<PendingWrite> writes)
    {
        connection.Execute(Begin);
        try
        {
            if (writes is [var only])
            {
                RunAlone(connection, only);
            }
            else
            {
                RunTogether(connection, writes);
            }
        }
        finally
        {
            if (connection.InTransaction)
            {
                connection.Execute(Rollback);
            }
        }
    }

    // A savepoint would cost two statements and, for full text, one more write of its index.
    private void RunAlone(Connection connection, PendingWrite write)
    {
        Run(connection, write);
        if (!write.HasFailed)
        {
            connection.Execute(Commit);
        }
    }

    private void RunTogether(Connection connection, IReadOnlyList<PendingWrite> writes)
    {
        foreach (var write in writes)
        {
            connection.Execute(Savepoint);
            Run(connection, write);
            if (write.HasFailed)
            {
                connection.Execute(RollbackToSavepoint);
            }

            connection.Execute(Release);
        }

        connection.Execute(Commit);
    }

    private void Run(Connection connection, PendingWrite write) =>
        write.Run(new(connection, _next, _at, write.Changes));

    private void Check(long writtenBytes)
    {
        _services.FailPoints?.Reach(FailPoints.CommitCheck);
        _services.Log.EnsureAccepting(writtenBytes);
        _ownership.RequireWritable();
        _ownership.RequireRoom(_next);
    }

    // At the first commit the store holds nothing of the template's pages, so the commit carries them all.
    private TxId Publish(CommitPages commit)
    {
        var changes = _isStored ? commit.Changes : EveryPage(commit);
        var capture = _services.Captures.Rent();
        try
        {
            _captured = capture.Capture(_next, _tip, _at, commit.Before.PageSize, commit.PageCount, changes);
            return _next;
        }
        finally
        {
            _services.Captures.Return(capture);
        }
    }

    private CommitRound Hand(CapturedCommit commit, IReadOnlyList<PendingWrite> writes)
    {
        _tip = commit.TxId;
        _next = commit.TxId.Next;
        _isStored = true;
        var logged = _services.Log.AppendAsync(
            new(_branch.Database, _branch.Spec, _branch.Id, _ownership.Epoch, commit));
        FollowIndex(writes, commit.TxId);
        return new(writes, commit, logged, _index, null);
    }

    // The commit stands already: an index that cannot follow it is dropped and built anew from the rows.
    private void FollowIndex(IReadOnlyList<PendingWrite> writes, TxId txid)
    {
        if (PendingWrite.Keep(() => _index = Follow(writes, txid)) is not null)
        {
            _index = null;
        }
    }

    private RecallIndex? Follow(IReadOnlyList<PendingWrite> writes, TxId txid)
    {
        if (_index is null)
        {
            return null;
        }

        var changes = new RecallChanges();
        foreach (var write in writes)
        {
            changes.Append(write.Changes);
        }

        return _index.Apply(changes, txid);
    }

    private static List<ChangedPage> EveryPage(CommitPages commit)
    {
        var changed = commit.Changes.ToDictionary(page => page.Number, page => page.Image);
        var pages = new List<ChangedPage>((int)commit.PageCount);
        for (uint value = 1; value <= commit.PageCount; value++)
        {
            var number = new PageNumber(value);
            if ((changed.TryGetValue(number, out var image) ? image : commit.Before.Find(number)) is { } found)
            {
                pages.Add(new(number, found, null));
            }
        }

        return pages;
    }
}
