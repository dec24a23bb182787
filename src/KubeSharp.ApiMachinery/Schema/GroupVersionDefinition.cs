namespace KubeSharp.ApiMachinery.Schema;

/// <summary>A served version of a group.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="GroupPriority">Orders groups in discovery, highest first.</param>
/// <param name="VersionPriority">Orders the versions of a group, highest first; the first one is preferred.</param>
/// <param name="Resources">What the version serves.</param>
public sealed record GroupVersionDefinition(
    string Group, string Version, int GroupPriority, int VersionPriority, IReadOnlyList<ResourceDefinition> Resources)
{
    /// <summary>Whether the list is the last one known of a server that does not answer now (aggregated APIs only).</summary>
    public bool Stale { get; init; }

    /// <summary>"v1" for the core group, "group/version" otherwise.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";
}
