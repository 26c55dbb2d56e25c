using System.Globalization;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// A position in a list that is ordered by falling time and rising id: the last row seen, there any more or not.
/// </summary>
/// <remarks>Written as the decimal time, a colon and the id.</remarks>
internal readonly record struct PageCursor(long TimeUnixMs, string Id)
{
    private const char Separator = ':';

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TimeUnixMs}{Separator}{Id}");

    /// <summary>What <see cref="PageRequest"/> decoded; null for null.</summary>
    /// <exception cref="RequestException">400 <c>invalid cursor</c>.</exception>
    public static PageCursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        return separator > 0
            && long.TryParse(text.AsSpan(0, separator), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var time)
            ? new(time, text[(separator + 1)..])
            : throw PageRequest.InvalidCursor();
    }
}
