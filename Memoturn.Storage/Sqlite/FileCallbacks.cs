using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// The io_methods of a database file. Nothing thrown reaches SQLite: the file keeps it, SQLite gets an I/O error, and
/// the statement's caller the exception.
/// </summary>
internal static unsafe class FileCallbacks
{
    private const int FetchVersion = 3;

    // SQLITE_IOCAP_SAFE_APPEND, SEQUENTIAL, POWERSAFE_OVERWRITE, SUBPAGE_READ.
    private const int Characteristics = 0x200 | 0x400 | 0x1000 | 0x8000;
    private const int Sector = 512;

    public static NativeIoMethods Table => new()
    {
        Version = FetchVersion,
        Close = &Close,
        Read = &Read,
        Write = &Write,
        Truncate = &Truncate,
        Sync = &Sync,
        FileSize = &FileSize,
        Lock = &Lock,
        Unlock = &Unlock,
        CheckReservedLock = &CheckReservedLock,
        FileControl = &FileControl,
        SectorSize = &SectorSize,
        DeviceCharacteristics = &DeviceCharacteristics,
        Fetch = &Fetch,
        Unfetch = &Unfetch,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(NativeFile* file)
    {
        var target = file->Target;
        GCHandle.FromIntPtr(file->Handle).Free();
        file->Methods = null;
        try
        {
            target.Close();
            return Ok;
        }
        catch (Exception exception)
        {
            return target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(NativeFile* file, byte* buffer, int lengthBytes, long offsetBytes)
    {
        try
        {
            return file->Target.Read(new(buffer, lengthBytes), offsetBytes) ? Ok : ShortRead;
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, byte* buffer, int lengthBytes, long offsetBytes)
    {
        try
        {
            file->Target.Write(new(buffer, lengthBytes), offsetBytes);
            return Ok;
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long sizeBytes)
    {
        try
        {
            file->Target.Truncate(sizeBytes);
            return Ok;
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* file, int flags) => Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(NativeFile* file, long* sizeBytes)
    {
        *sizeBytes = file->Target.SizeBytes;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(NativeFile* file, int level)
    {
        try
        {
            return file->Target.Lock(level);
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(NativeFile* file, int level)
    {
        try
        {
            file->Target.Unlock(level);
            return Ok;
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(NativeFile* file, int* isReserved)
    {
        *isReserved = 0;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(NativeFile* file, int operation, void* argument)
    {
        try
        {
            return file->Target.Control((FileControlCode)operation, argument);
        }
        catch (Exception exception)
        {
            return file->Target.Keep(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(NativeFile* file) => Sector;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(NativeFile* file) => Characteristics;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Fetch(NativeFile* file, long offsetBytes, int lengthBytes, void** start)
    {
        *start = file->Target.Fetch(offsetBytes, lengthBytes);
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unfetch(NativeFile* file, long offsetBytes, void* start)
    {
        if (start is not null)
        {
            file->Target.Unfetch();
        }

        return Ok;
    }
}
