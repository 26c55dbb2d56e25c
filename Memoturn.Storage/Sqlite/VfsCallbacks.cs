using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>The methods of the VFS itself. Its instance stands in pAppData.</summary>
internal static unsafe class VfsCallbacks
{
    private const int MainDatabase = 0x100;
    private const int AnyTemporary = 0x200 | 0x400 | 0x1000 | 0x2000;
    private const double MsPerDay = 86_400_000.0;

    public static void Fill(NativeVfs* vfs)
    {
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        vfs->Access = &Access;
        vfs->FullPathName = &FullPathName;
        vfs->Randomness = &Randomness;
        vfs->CurrentTime = &CurrentTime;
        vfs->CurrentTimeInt64 = &CurrentTimeInt64;
    }

    private static SqliteVfs TargetOf(NativeVfs* vfs) =>
        Unsafe.As<SqliteVfs>(GCHandle.FromIntPtr(vfs->AppData).Target!);

    /// <summary>Temporary files are the default VFS's; a journal or a database nobody announced is refused.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeVfs* vfs, byte* name, NativeFile* file, int flags, int* flagsOut)
    {
        file->Methods = null;
        var target = TargetOf(vfs);
        try
        {
            if ((flags & AnyTemporary) != 0)
            {
                return target.Default->Open(target.Default, name, file, flags, flagsOut);
            }

            if ((flags & MainDatabase) == 0 || !target.TryTake(Marshal.PtrToStringUTF8((nint)name), out var database))
            {
                return CannotOpen;
            }

            file->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(database));
            file->Methods = target.Methods;
            if (flagsOut is not null)
            {
                *flagsOut = flags;
            }

            return Ok;
        }
        catch (Exception)
        {
            return CannotOpen;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(NativeVfs* vfs, byte* name, int syncsDirectory) => Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(NativeVfs* vfs, byte* name, int flags, int* exists)
    {
        *exists = 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPathName(NativeVfs* vfs, byte* name, int targetBytes, byte* target)
    {
        var source = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (source.Length >= targetBytes)
        {
            return CannotOpen;
        }

        source.CopyTo(new(target, targetBytes));
        target[source.Length] = 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(NativeVfs* vfs, int lengthBytes, byte* target)
    {
        try
        {
            TargetOf(vfs).Draw(new(target, lengthBytes));
            return lengthBytes;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(NativeVfs* vfs, double* julianDay)
    {
        long ms;
        var code = Now(vfs, &ms);
        *julianDay = ms / MsPerDay;
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTimeInt64(NativeVfs* vfs, long* julianMs) => Now(vfs, julianMs);

    private static int Now(NativeVfs* vfs, long* julianMs)
    {
        try
        {
            *julianMs = TargetOf(vfs).NowJulianMs;
            return Ok;
        }
        catch (Exception)
        {
            *julianMs = 0;
            return IoError;
        }
    }
}
