namespace KubeSharp.ApiMachinery;

/// <summary>A resource of an API group, in whatever version: <c>deployments.apps</c>.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Resource">The plural name in lower case.</param>
public readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary><c>resource.group</c>, or the resource alone in the core group.</summary>
    public override string ToString() => string.IsNullOrEmpty(Group) ? Resource : $"{Resource}.{Group}";
}
