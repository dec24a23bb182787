namespace KubeSharp.ApiMachinery;

/// <summary>A kind of an API group, in whatever version: <c>Deployment.apps</c>.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Kind">The kind.</param>
public readonly record struct GroupKind(string Group, string Kind)
{
    /// <summary><c>Kind.group</c>, or the kind alone in the core group.</summary>
    public override string ToString() => string.IsNullOrEmpty(Group) ? Kind : $"{Kind}.{Group}";
}
