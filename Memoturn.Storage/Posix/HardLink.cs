using System.Runtime.InteropServices;

namespace Memoturn.Storage.Posix;

/// <summary>A second name for a file that never replaces another, link(2); on Windows the file is moved.</summary>
internal static partial class HardLink
{
    private const int NoEntry = 2;
    private const int Exists = 17;

    /// <summary>False when <paramref name="name"/> is taken.</summary>
    /// <exception cref="DirectoryNotFoundException">
    /// The directory of <paramref name="name"/>, or the file, has gone.
    /// </exception>
    /// <exception cref="IOException">The file system refused.</exception>
    public static bool TryCreate(string file, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(file, name);
        }

        if (Link(file, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            NoEntry =>
                throw new DirectoryNotFoundException($"link of '{name}': {Marshal.GetLastPInvokeErrorMessage()}"),
            _ => throw new IOException($"link of '{name}': {Marshal.GetLastPInvokeErrorMessage()}"),
        };
    }

    private static bool TryMove(string file, string name)
    {
        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
