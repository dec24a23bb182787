using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources;

/// <summary>Objects as messages show them when they show the whole of one: all fields by their Go names, null where they are not set.</summary>
internal static class InternalForm
{
    /// <summary>The object with these fields, given by their JSON names, in this order.</summary>
    public static JsonObject Of(JsonObject value, params ReadOnlySpan<string> names)
    {
        var shown = new JsonObject();
        foreach (var name in names) shown.Set(GoName(name), value[name] ?? JsonNull.Instance);
        return shown;
    }

    private static string GoName(string name) => name.StartsWith("se", StringComparison.Ordinal) && name.StartsWith("seLinux", StringComparison.Ordinal)
        ? "SEL" + name[3..]
        : char.ToUpperInvariant(name[0]) + name[1..];
}
