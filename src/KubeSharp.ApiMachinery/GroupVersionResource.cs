namespace KubeSharp.ApiMachinery;

/// <summary>A resource in one version of an API group.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Resource">The plural name in lower case.</param>
public readonly record struct GroupVersionResource(string Group, string Version, string Resource)
{
    /// <summary>The group and resource without the version.</summary>
    public GroupResource GroupResource => new(Group, Resource);

    /// <summary>The group and version.</summary>
    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>As upstream prints it: <c>apps/v1, Resource=deployments</c>.</summary>
    public override string ToString() => $"{Group}/{Version}, Resource={Resource}";
}
