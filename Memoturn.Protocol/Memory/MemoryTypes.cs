using System.Collections.Immutable;

namespace Memoturn.Protocol.Memory;

/// <summary>The four types of memory.</summary>
public static class MemoryTypes
{
    /// <summary>Something that is the case; superseded by the next fact on its topic.</summary>
    public const string Fact = "fact";

    /// <summary>Something to do or to leave; superseded as a fact is.</summary>
    public const string Instruction = "instruction";

    /// <summary>Something that happened; never superseded.</summary>
    public const string Event = "event";

    /// <summary>Something under way; short-lived and without an embedding.</summary>
    public const string Task = "task";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [Fact, Instruction, Event, Task];
}
