using System.Runtime.InteropServices;

namespace Memoturn.Storage.Recall;

/// <summary>The head of <c>fts5_api</c> (fts5.h): what a connection's full-text module offers to extensions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Fts5Api
{
    public int Version;
    public nint CreateTokenizer;
    public delegate* unmanaged<Fts5Api*, byte*, void**, Fts5TokenizerModule*, int> FindTokenizer;
}

/// <summary><c>fts5_tokenizer</c> (fts5.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Fts5TokenizerModule
{
    public delegate* unmanaged<void*, byte**, int, nint*, int> Create;
    public delegate* unmanaged<nint, void> Delete;
    public delegate* unmanaged<nint, void*, int, byte*, int,
        delegate* unmanaged<void*, int, byte*, int, int, int, int>, int> Tokenize;
}
