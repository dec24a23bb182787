namespace KubeSharp.Models;

/// <summary>Where a kind is served.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as "v1".</param>
/// <param name="Kind">The kind, such as "Pod".</param>
/// <param name="Plural">The resource name in paths, such as "pods".</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
public sealed record ResourceInfo(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    /// <summary>"v1" for the core group, "group/version" otherwise.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";
}
