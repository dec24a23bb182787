using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>The field managers, one for each resource, version and subresource, made when first needed.</summary>
internal sealed class FieldManagers(TimeProvider time)
{
    // Definitions of custom resources come and go: what was made for them goes with them.
    private readonly ConditionalWeakTable<ResourceDefinition, ConcurrentDictionary<string, FieldManager>> managers = [];
    private readonly ConcurrentDictionary<(GroupVersionKind, string), FieldManager> kinds = new();

    /// <summary>The manager for writes of a resource in a version, through a subresource.</summary>
    public FieldManager For(ServedResource resource, string subresource) =>
        managers.GetValue(resource.Definition, static _ => new(StringComparer.Ordinal)).GetOrAdd(subresource, _ => Make(resource, subresource));

    /// <summary>The manager for a kind that is no resource of its own, or is never stored.</summary>
    public FieldManager For(BodyKind kind, string subresource) => kinds.GetOrAdd(
        (kind.Kind, subresource),
        _ => new FieldManager(new FieldManagerOptions { Kind = kind.Kind, Schema = kind.Schema, Time = time, Subresource = subresource }));

    private FieldManager Make(ServedResource resource, string subresource)
    {
        var definition = resource.Definition;
        return new FieldManager(new FieldManagerOptions
        {
            Kind = new GroupVersionKind(definition.Group, definition.Version, definition.Kind),
            Schema = definition.Schema,
            Time = time,
            Subresource = subresource,
            ResetFields = Reset(resource, subresource),
            Versions = resource.Stored?.Codec?.Versions,
        });
    }

    // A write of the object cannot set its status, a write of the status nothing else: nobody comes to own what is thrown away.
    private static FieldSet? Reset(ServedResource resource, string subresource)
    {
        if (resource.Stored?.Strategy.ThrownAway(subresource) is { } members) return FieldSet.OfFields([.. members]);
        if (resource.Stored is not { HasStatus: true }) return null;
        if (subresource.Length == 0) return FieldSet.OfFields("status");
        if (subresource != "status") return null;
        var others = resource.Definition.Schema.Fields.Select(field => field.Name).Where(name => name is not ("apiVersion" or "kind" or "metadata" or "status"));
        return FieldSet.OfFields([.. others, .. resource.Stored.Strategy.StatusKeepsMetadata ? (ReadOnlySpan<string>)["metadata"] : []]);
    }
}
