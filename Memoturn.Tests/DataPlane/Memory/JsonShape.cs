using System.Text.Json;

namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>Short ways to members of an answer.</summary>
internal static class JsonShape
{
    public static string Id(this JsonElement value) => value.Text("id") ?? "";

    public static string? Text(this JsonElement value, string member) => value.GetProperty(member).GetString();

    public static IReadOnlyList<string?> Texts(this JsonElement value, string member) =>
        [.. value.GetProperty(member).EnumerateArray().Select(item => item.GetString())];

    public static IReadOnlyList<string> Names(this JsonElement value) =>
        [.. value.EnumerateObject().Select(member => member.Name)];
}
