using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// Carries ownership between an object and its <c>scale</c> subresource: a write of the scale is tracked on the <c>Scale</c> object, where
/// only the number of replicas counts, and then brought back into the object's own entries.
/// </summary>
public static class ScaleOwnership
{
    private const string ScaleVersion = "autoscaling/v1";
    private static readonly FieldSet ReplicasInScale = FieldSet.OfFields("spec.replicas");

    /// <summary>The managedFields to give the <c>Scale</c> object: of every manager that owns the replicas.</summary>
    /// <param name="parent">The object.</param>
    /// <param name="replicas">Where the object keeps its replicas, by <c>apiVersion</c>.</param>
    public static JsonArray ToScale(JsonObject parent, IReadOnlyDictionary<string, FieldSet> replicas)
    {
        var managed = ManagedFields.Parse(parent.FindArray("metadata", "managedFields")) ?? new ManagedFields();
        var result = new ManagedFields();
        foreach (var entry in managed.Entries)
        {
            if (!replicas.TryGetValue(entry.ApiVersion, out var path) || entry.Fields.Intersection(path).IsEmpty) continue;
            result.Set((entry with { ApiVersion = ScaleVersion, Fields = ReplicasInScale }).Identified());
        }

        return Written(result);
    }

    /// <summary>Replaces the object's managedFields after its scale was written.</summary>
    /// <param name="parent">The object; changed in place.</param>
    /// <param name="scale">The <c>Scale</c> object with the managedFields that the write left.</param>
    /// <param name="parentVersion">The object's <c>apiVersion</c>.</param>
    /// <param name="replicas">Where the object keeps its replicas, by <c>apiVersion</c>.</param>
    public static void ToParent(
        JsonObject parent, JsonObject scale, string parentVersion, IReadOnlyDictionary<string, FieldSet> replicas)
    {
        var before = ManagedFields.Parse(parent.FindArray("metadata", "managedFields")) ?? new ManagedFields();
        var written = ManagedFields.Parse(scale.FindArray("metadata", "managedFields")) ?? new ManagedFields();
        var result = new ManagedFields();
        foreach (var entry in before.Entries)
        {
            if (!replicas.TryGetValue(entry.ApiVersion, out var path)) continue;
            var kept = entry.Fields.Intersection(path).IsEmpty || InScale(entry, written) ? entry.Fields : entry.Fields.Difference(path);
            if (!kept.IsEmpty) result.Set(entry with { Fields = kept });
        }

        foreach (var entry in written.Entries)
        {
            if (entry.Fields.Intersection(ReplicasInScale).IsEmpty || !replicas.TryGetValue(parentVersion, out var path)) continue;
            var own = (entry with { ApiVersion = parentVersion, Fields = path }).Identified();
            if (result[own.Identifier] is { } existing) result.Set(existing with { Fields = existing.Fields.Union(path) });
            // Upstream takes the time from the object's entries, where a new manager has none; clients see the same here.
            else result.Set(own with { Time = before[own.Identifier]?.Time });
        }

        result.WriteTo(parent);
    }

    private static bool InScale(ManagedEntry entry, ManagedFields written)
    {
        var inScale = (entry with { ApiVersion = ScaleVersion }).Identified();
        return written[inScale.Identifier] is not null;
    }

    private static JsonArray Written(ManagedFields managed)
    {
        var holder = new JsonObject();
        managed.WriteTo(holder);
        return holder.FindArray("metadata", "managedFields") ?? [];
    }
}
