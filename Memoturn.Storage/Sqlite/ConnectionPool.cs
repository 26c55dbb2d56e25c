using System.Threading.Channels;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// A few connections that are pointed at one database after another. A renter that finds none waits; one that already
/// holds a connection must not wait for a second. Thread safe.
/// </summary>
/// <remarks>
/// A connection is preferred that has the schema parsed already: pointing it at another database then costs nothing but
/// the pages read. One whose user left more behind than the database is closed, not cleaned.
/// </remarks>
public sealed class ConnectionPool : IDisposable
{
    private readonly SqliteVfs _vfs;
    private readonly Channel<bool> _permits;
    private readonly Lock _gate = new(); // guards all fields below but _capacity
    private readonly List<Connection> _idle = []; // the one returned last at the end
    private readonly List<Connection> _all = [];
    private readonly int _capacity;
    private int _generation;
    private bool _isDisposed;

    public ConnectionPool(SqliteVfs vfs, ConnectionPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _vfs = vfs;
        _capacity = options.Capacity;
        _permits = Channel.CreateBounded<bool>(options.Capacity);
        for (var i = 0; i < options.Capacity; i++)
        {
            _permits.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// A connection that sees exactly <paramref name="table"/> and cannot write. Hand it back with
    /// <see cref="Return"/>.
    /// </summary>
    public ValueTask<Connection> RentReaderAsync(PinnedTable table, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(table);
        return RentAsync(new(table), token);
    }

    /// <summary>
    /// A connection that writes on the tip of <paramref name="pages"/>; the caller is the branch's only writer.
    /// </summary>
    /// <exception cref="InvalidOperationException">The branch has a writer.</exception>
    public ValueTask<Connection> RentWriterAsync(BranchPages pages, CommitGate gate, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(gate);
        return RentAsync(new(pages, gate), token);
    }

    /// <summary>
    /// As <see cref="RentReaderAsync"/>, opened for this renter and closed on return. PRAGMA integrity_check wants it:
    /// FTS5 checks against the index structure its connection read last, whichever version that was of.
    /// </summary>
    public ValueTask<Connection> RentFreshReaderAsync(PinnedTable table, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(table);
        return RentAsync(new(table) { IsFresh = true }, token);
    }

    /// <summary>Takes a connection back; whatever its user left open is rolled back and forgotten.</summary>
    public void Return(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var file = connection.File;
        if (!file.IsPointed)
        {
            throw new InvalidOperationException("the connection is not rented");
        }

        var isReusable = connection.IsPristine;
        if (isReusable)
        {
            connection.ForgetUser();
            file.Leave();
        }
        else
        {
            connection.Dispose();
        }

        PutBack(connection, isReusable);
    }

    /// <summary>Closes every connection, those still rented included.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var connection in _all)
            {
                connection.Dispose();
            }

            _all.Clear();
            _idle.Clear();
        }

        _permits.Writer.TryComplete();
    }

    private ValueTask<Connection> RentAsync(ConnectionTarget target, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        return _permits.Reader.TryRead(out _) ? new(Point(target)) : WaitAsync();

        async ValueTask<Connection> WaitAsync()
        {
            await _permits.Reader.ReadAsync(token);
            return Point(target);
        }
    }

    /// <summary>Uses up the caller's permit, or gives it back when it throws.</summary>
    private Connection Point(ConnectionTarget target)
    {
        Connection? connection = null;
        DatabaseFile? file = null;
        try
        {
            connection = TakeIdle(target, _vfs.Schemas.StampOf(target.Version));
            file = connection?.File ?? new(_vfs);
            file.PointAt(target);
            connection ??= Open(file, target.IsReadOnly);
            file.IsAltered = target.IsFresh;
            return connection;
        }
        catch
        {
            file?.Leave();
            GiveUp(connection);
            throw;
        }
    }

    /// <summary>
    /// One that has the schema parsed, or null while a new one may be opened, or the one unused for longest.
    /// </summary>
    private Connection? TakeIdle(ConnectionTarget target, SchemaStamp schema)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            CloseOldGenerations_NeedsLock();
            var index = target.IsFresh ? -1 : LastIdle_NeedsLock(target.IsReadOnly, schema);
            if (index < 0 && _all.Count < _capacity)
            {
                return null;
            }

            if (index < 0 && !target.IsFresh)
            {
                index = _idle.FindIndex(one => one.IsReadOnly == target.IsReadOnly);
            }

            if (index < 0)
            {
                Close_NeedsLock(_idle[0]);
                return null;
            }

            var taken = _idle[index];
            _idle.RemoveAt(index);
            return taken;
        }
    }

    private int LastIdle_NeedsLock(bool isReadOnly, SchemaStamp schema)
    {
        var index = _idle.Count - 1;
        while (index >= 0 && (_idle[index].IsReadOnly != isReadOnly || _idle[index].File.Schema != schema))
        {
            index--;
        }

        return index;
    }

    private Connection Open(DatabaseFile file, bool isReadOnly)
    {
        var connection = Connection.Open(_vfs, file, isReadOnly);
        lock (_gate)
        {
            _all.Add(connection);
        }

        return connection;
    }

    private void GiveUp(Connection? connection)
    {
        if (connection is null)
        {
            _permits.Writer.TryWrite(true);
        }
        else
        {
            PutBack(connection, isReusable: true);
        }
    }

    private void PutBack(Connection connection, bool isReusable)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (isReusable)
            {
                _idle.Add(connection);
            }
            else
            {
                _all.Remove(connection);
            }
        }

        _permits.Writer.TryWrite(true);
    }

    private void CloseOldGenerations_NeedsLock()
    {
        var generation = _vfs.Schemas.Generation;
        if (generation == _generation)
        {
            return;
        }

        _generation = generation;
        while (_idle.Count > 0)
        {
            Close_NeedsLock(_idle[0]);
        }
    }

    private void Close_NeedsLock(Connection connection)
    {
        _idle.Remove(connection);
        _all.Remove(connection);
        connection.Dispose();
    }
}
