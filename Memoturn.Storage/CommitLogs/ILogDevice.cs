namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// The disk under a commit log: numbered files, each written by appending groups. The thread that waits for the disk
/// belongs to the device. A failure is a <see cref="LocalDiskException"/>; what it concerned may or may not be on disk.
/// </summary>
public interface ILogDevice
{
    /// <summary>Drawn when the device was first used and kept with it.</summary>
    LogId LogId { get; }

    /// <summary>Numbers of the files there are, ascending.</summary>
    IReadOnlyList<ulong> ListFiles();

    /// <summary>
    /// What was written to the file, not what is reserved for it; for a file found at opening the bytes that can be
    /// read.
    /// </summary>
    long LengthBytes(ulong file);

    /// <summary>
    /// Reads until <paramref name="target"/> is full or the file ends; returns the bytes read. Blocks: for opening and
    /// replay.
    /// </summary>
    int Read(ulong file, long offsetBytes, Span<byte> target);

    /// <summary>
    /// Makes a file, whose name is on disk when this completes. Old bytes of a released file may show behind what is
    /// written
    /// to it.
    /// </summary>
    ValueTask CreateAsync(ulong file, CancellationToken token);

    /// <summary>
    /// Writes at the offset, on disk when it completes. The buffer belongs to the device until then. One call at a
    /// time.
    /// </summary>
    ValueTask WriteAsync(ulong file, ReadOnlyMemory<byte> group, long offsetBytes, CancellationToken token);

    /// <summary>Takes the file out of the list for good; its space may serve a file made later.</summary>
    ValueTask ReleaseAsync(ulong file, CancellationToken token);

    /// <summary>
    /// Puts content under a name into the conflict directory, whole and on disk when this completes; replaces what has
    /// the name.
    /// </summary>
    ValueTask SetAsideAsync(string name, ReadOnlyMemory<byte> content, CancellationToken token);
}
