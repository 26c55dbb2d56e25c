using Memoturn.Protocol;
using Memoturn.Storage.Databases;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Durability levels between the wire and the engine.</summary>
public static class DurabilityText
{
    public static string Format(Durability durability) =>
        durability == Durability.Durable ? DurabilityNames.Durable : DurabilityNames.Standard;

    /// <summary>Null when the text is neither level, compared with <paramref name="comparison"/>.</summary>
    public static Durability? Find(string text, StringComparison comparison) =>
        text.Equals(DurabilityNames.Standard, comparison) ? Durability.Standard
        : text.Equals(DurabilityNames.Durable, comparison) ? Durability.Durable
        : null;
}
