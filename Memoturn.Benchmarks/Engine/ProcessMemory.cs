namespace Memoturn.Benchmarks.Engine;

/// <summary>What the process holds in memory, native and managed, without what the collector can give back.</summary>
internal static class ProcessMemory
{
    public static long Measure()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
