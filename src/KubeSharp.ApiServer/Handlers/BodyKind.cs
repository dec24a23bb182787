using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>What the body of a request must be.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Schema">Its shape.</param>
internal sealed record BodyKind(GroupVersionKind Kind, TypeSchema Schema)
{
    /// <summary>An older version that is read as if it were this one; empty if there is none.</summary>
    public string AlsoVersion { get; init; } = "";

    /// <summary>Whether a body that names this kind is read.</summary>
    public bool Reads(GroupVersionKind named) => named == Kind || (AlsoVersion.Length > 0 && named == Kind with { Version = AlsoVersion });

    /// <summary>The kind of a resource's objects.</summary>
    public static BodyKind Of(ResourceDefinition definition) =>
        new(new GroupVersionKind(definition.Group, definition.Version, definition.Kind), definition.Schema);

    /// <summary>A built-in kind.</summary>
    public static BodyKind Of(GroupVersionKind kind) => Of(kind.Group, kind.Version, kind.Kind);

    /// <summary>A built-in kind by its name.</summary>
    public static BodyKind Of(string group, string version, string kind) => new(
        new GroupVersionKind(group, version, kind),
        SchemaRegistry.Kubernetes.FindKind(group, version, kind) ?? throw new ArgumentException($"The schema table has no kind {kind}.", nameof(kind)));
}
