using System.Text.RegularExpressions;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The rules for names of objects. Each answers what is wrong with a name, or nothing.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/overview/working-with-objects/names/</remarks>
internal static class NameRules
{
    /// <summary>RFC 1123 subdomain of at most 253 characters: most kinds.</summary>
    public static string[] Subdomain(string name, bool prefix) => KubeSharp.ApiMachinery.Validation.Names.Subdomain(Complete(name, prefix));

    /// <summary>RFC 1123 label of at most 63 characters: namespaces.</summary>
    public static string[] Label(string name, bool prefix) => KubeSharp.ApiMachinery.Validation.Names.Label(Complete(name, prefix));

    /// <summary>What can stand in a path: roles, bindings, flow schemas and others that allow colons.</summary>
    public static string[] PathSegment(string name, bool prefix)
    {
        if (name is "." or "..") return [$"may not be '{name}'"];
        var faults = new List<string>();
        foreach (var forbidden in (ReadOnlySpan<string>)["/", "%"])
        {
            if (name.Contains(forbidden, StringComparison.Ordinal)) faults.Add($"may not contain '{forbidden}'");
        }

        return [.. faults];
    }

    // The dash that a generateName usually ends in is followed by random letters: judge it with one in its place.
    private static string Complete(string name, bool prefix) => prefix && name.EndsWith('-') ? name[..^1] + "a" : name;
}
