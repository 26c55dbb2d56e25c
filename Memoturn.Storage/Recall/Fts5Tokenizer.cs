using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Memoturn.Storage.Sqlite;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Recall;

/// <summary>
/// FTS5's own <c>porter unicode61 remove_diacritics 2</c>, called through its C interface, so that the resident index
/// and the full-text table cut and stem alike. Belongs to one connection and, like it, to one user at a time.
/// </summary>
/// <remarks>https://sqlite.org/fts5.html#extending_fts5</remarks>
internal sealed unsafe class Fts5Tokenizer : IDisposable
{
    private const int StackBytes = 512;
    private const int TokenizeDocument = 4;
    private const int LongestTokenBytes = 32768;

    private readonly Fts5TokenizerModule _module;
    private nint _handle;

    public Fts5Tokenizer(Connection connection)
    {
        var api = FindApi(connection);
        void* userData;
        fixed (byte* porter = "porter\0"u8)
        fixed (Fts5TokenizerModule* module = &_module)
        {
            Check(api->FindTokenizer(api, porter, &userData, module), "find");
        }

        _handle = Create(userData);
    }

    /// <summary>
    /// The most terms a text of so many UTF-8 bytes can have: between two of them lies at least one byte.
    /// </summary>
    public static int MaxTerms(int utf8Bytes) => (utf8Bytes / 2) + 1;

    /// <summary>The hash of one token as the tokenizer gives it out: stemmed, folded, UTF-8.</summary>
    public static uint HashToken(ReadOnlySpan<byte> token) => (uint)XxHash3.HashToUInt64(token);

    /// <summary>Writes the hash of each token of <paramref name="text"/>; returns how many there are.</summary>
    public int Hash(string text, Span<uint> terms)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[StackBytes];
        var count = Hash(bytes[..Encoding.UTF8.GetBytes(text, bytes)], terms);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return count;
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            _module.Delete(_handle);
            _handle = 0;
        }
    }

    private int Hash(ReadOnlySpan<byte> utf8, Span<uint> terms)
    {
        fixed (byte* text = utf8)
        fixed (uint* target = terms)
        {
            var sink = new TermSink { Terms = target, Capacity = terms.Length };
            Check(_module.Tokenize(_handle, &sink, TokenizeDocument, text, utf8.Length, &OnToken), "tokenize");
            return sink.Count;
        }
    }

    // Cannot throw: the sink has room for every token the text can hold, and says so when it has not.
    [UnmanagedCallersOnly]
    private static int OnToken(void* context, int flags, byte* token, int lengthBytes, int start, int end)
    {
        var sink = (TermSink*)context;
        if (sink->Count == sink->Capacity)
        {
            return Full;
        }

        sink->Terms[sink->Count++] = HashToken(new(token, Math.Min(lengthBytes, LongestTokenBytes)));
        return Ok;
    }

    private static Fts5Api* FindApi(Connection connection)
    {
        using var statement = connection.Prepare("SELECT fts5(?1)");
        Fts5Api* api = null;
        statement.BindPointer(1, (nint)(&api), "fts5_api_ptr\0"u8);
        statement.Step();
        return api is not null ? api : throw new SqlFailedException("this SQLite has no FTS5");
    }

    private static void Check(int code, string action)
    {
        if (code != Ok)
        {
            throw new SqlFailedException($"full-text tokenizer: {action} failed ({code})");
        }
    }

    private nint Create(void* userData)
    {
        nint handle;
        fixed (byte* name = "unicode61\0"u8)
        fixed (byte* option = "remove_diacritics\0"u8)
        fixed (byte* value = "2\0"u8)
        {
            var arguments = stackalloc byte*[] { name, option, value };
            Check(_module.Create(userData, arguments, 3, &handle), "create");
        }

        return handle;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TermSink
    {
        public uint* Terms;
        public int Capacity;
        public int Count;
    }
}
