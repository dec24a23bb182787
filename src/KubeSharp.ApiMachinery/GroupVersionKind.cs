namespace KubeSharp.ApiMachinery;

/// <summary>A kind in one version of an API group.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Kind">The kind.</param>
public readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>The group and kind without the version.</summary>
    public GroupKind GroupKind => new(Group, Kind);

    /// <summary>The group and version.</summary>
    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>The <c>apiVersion</c> of objects of this kind.</summary>
    public string ApiVersion => GroupVersion.ToString();

    /// <summary>The kind that an object's own members name; an <c>apiVersion</c> that cannot be read counts as empty.</summary>
    public static GroupVersionKind From(string? apiVersion, string? kind)
    {
        return GroupVersion.TryParse(apiVersion, out var version) ? new(version.Group, version.Version, kind ?? "") : new("", "", kind ?? "");
    }

    /// <summary>As upstream prints it: <c>apps/v1, Kind=Deployment</c>; in the core group <c>/v1, Kind=Pod</c>.</summary>
    public override string ToString() => $"{Group}/{Version}, Kind={Kind}";
}
