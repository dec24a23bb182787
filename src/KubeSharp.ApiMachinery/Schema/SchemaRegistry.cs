using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Schema;

/// <summary>
/// The built-in types and resources of Kubernetes v1.36. Immutable; types are parsed from the embedded table when first
/// asked for. Custom resources are not in here: an API server keeps its own list of resource definitions, which starts with these.
/// </summary>
public sealed class SchemaRegistry
{
    private static readonly Lazy<SchemaRegistry> Shared = new(() => new SchemaRegistry(SchemaTable.Load()));

    private readonly ConcurrentDictionary<string, TypeSchema> types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> resources = [];
    private readonly SchemaTable table;

    private SchemaRegistry(SchemaTable table)
    {
        this.table = table;
        Versions = table.ReadVersions(this);
        foreach (var version in Versions)
        {
            foreach (var resource in version.Resources)
                resources.Add((resource.Group, resource.Version, resource.Plural), resource);
        }
    }

    /// <summary>The one table of this program.</summary>
    public static SchemaRegistry Kubernetes => Shared.Value;

    /// <summary>The served groups and versions in the order of discovery.</summary>
    public IReadOnlyList<GroupVersionDefinition> Versions { get; }

    /// <summary>The OpenAPI names of all types, in the order of the table (by package, then by name).</summary>
    public IReadOnlyCollection<string> TypeNames => table.TypeNames;

    /// <summary>All group versions that the real server knows, as "core/v1" or "group/version".</summary>
    internal IReadOnlyList<string> SchemeVersions => table.SchemeVersions;

    internal TypeSchema JsonSchemaProps => GetType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");

    /// <summary>The type of that OpenAPI name, such as "io.k8s.api.core.v1.PodSpec".</summary>
    public bool TryGetType(string name, [NotNullWhen(true)] out TypeSchema? type)
    {
        if (types.TryGetValue(name, out type))
            return true;
        if (table.ReadType(name, this) is not { } made)
            return false;
        type = types.GetOrAdd(name, made);
        return true;
    }

    /// <summary>The type of that OpenAPI name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TypeSchema GetType(string name) =>
        TryGetType(name, out var type) ? type : throw new KeyNotFoundException($"the schema table has no type {name}");

    /// <summary>The type of a kind, also of kinds that are no resource of their own (DeleteOptions, lists, Scale); null when unknown.</summary>
    public TypeSchema? FindKind(string group, string version, string kind) =>
        table.TypeOfKind(group, version, kind) is { } name ? GetType(name) : null;

    /// <summary>The kinds of a built-in type as "group", "version", "kind"; empty for what is no kind.</summary>
    public IReadOnlyList<(string Group, string Version, string Kind)> KindsOf(string typeName) => table.KindsOf(typeName);

    /// <summary>The x-kubernetes-unions of a type as JSON; null when it has none.</summary>
    public string? UnionsOf(string typeName) => table.UnionsOf(typeName);

    /// <summary>The built-in resource, or null.</summary>
    public ResourceDefinition? FindResource(string group, string version, string plural) => resources.GetValueOrDefault((group, version, plural));

    /// <summary>The built-in resource of a kind, or null. Kinds that only subresources speak have none.</summary>
    public ResourceDefinition? FindResourceByKind(string group, string version, string kind)
    {
        foreach (var definition in Versions)
        {
            if (definition.Group != group || definition.Version != version)
                continue;
            foreach (var resource in definition.Resources)
            {
                if (resource.Kind == kind)
                    return resource;
            }
        }

        return null;
    }
}
