using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// Who owns what after a change: the merge rules of <c>sigs.k8s.io/structured-merge-diff</c>. Works on objects of one kind in one version;
/// managers of other versions are compared in theirs, or in this one when no other versions are known.
/// </summary>
internal sealed class OwnershipUpdater(TypeSchema schema, string apiVersion, FieldSet? ignored, IObjectVersions? versions)
{
    private readonly TypeSchema schema = schema;
    private readonly string apiVersion = apiVersion;
    private readonly FieldSet? ignored = ignored;
    private readonly IObjectVersions? versions = versions;

    /// <summary>Takes changed fields from all managers but the one at work, whose own set is answered: null when it took none.</summary>
    public FieldSet? Update(JsonObject live, JsonObject changed, ManagedFields managed, string self)
    {
        Reassign(live, changed, managed, self, force: true, out var comparison);
        var taken = (managed[self]?.Fields ?? FieldSet.Empty).Difference(comparison.Removed).Union(comparison.Modified).Union(comparison.Added);
        if (ignored is not null) taken = taken.RecursiveDifference(ignored);
        return taken.IsEmpty ? null : taken;
    }

    /// <summary>
    /// Merges a configuration into an object, drops what its manager applied before and no longer does and nobody else owns, and reassigns
    /// fields. Answers the new object, or conflicts.
    /// </summary>
    public (JsonObject Merged, List<FieldConflict> Conflicts) Apply(
        JsonObject live, JsonObject configuration, ManagedFields managed, ManagedEntry applier, bool force)
    {
        var merged = StructuredMerger.Merge(live, configuration, schema);
        var last = managed[applier.Identifier];
        var fields = FieldSetWalker.Walk(configuration, schema);
        if (ignored is not null) fields = fields.RecursiveDifference(ignored);
        managed.Set(applier with { Fields = fields, Time = last?.Time });
        if (last is not null && !last.Fields.IsEmpty) merged = Prune(merged, managed, last);
        var conflicts = Reassign(live, merged, managed, applier.Identifier, force, out _);
        return (merged, conflicts);
    }

    private JsonObject Prune(JsonObject merged, ManagedFields managed, ManagedEntry last)
    {
        if (SchemaOf(last.ApiVersion) is not { } lastSchema) return merged;
        var current = Convert(merged, last.ApiVersion);
        var pruned = StructuredRemover.Remove(current, last.Fields.WithNamedFields(lastSchema), lastSchema);

        // What anyone still owns comes back, in the version of the pruned object first.
        var owned = new Dictionary<string, FieldSet>(StringComparer.Ordinal);
        foreach (var entry in managed.Entries)
            owned[entry.ApiVersion] = owned.GetValueOrDefault(entry.ApiVersion, FieldSet.Empty).Union(entry.Fields);
        pruned = AddBack(current, pruned, owned.GetValueOrDefault(last.ApiVersion), lastSchema);
        foreach (var (version, set) in owned)
        {
            if (version == last.ApiVersion || SchemaOf(version) is not { } other) continue;
            pruned = Convert(AddBack(Convert(current, version), Convert(pruned, version), set, other), last.ApiVersion);
        }

        // Fields that pruning took along although the applier never owned them stay.
        var prunedSet = FieldSetWalker.Walk(pruned, lastSchema).WithNamedFields(lastSchema);
        var currentSet = FieldSetWalker.Walk(current, lastSchema).WithNamedFields(lastSchema);
        var doomed = currentSet.Difference(prunedSet).Intersection(last.Fields.WithNamedFields(lastSchema));
        return Convert(StructuredRemover.Remove(current, doomed, lastSchema), apiVersion);
    }

    private static JsonObject AddBack(JsonObject merged, JsonObject pruned, FieldSet? owned, TypeSchema type)
    {
        if (owned is null) return pruned;
        var mergedSet = FieldSetWalker.Walk(merged, type).WithNamedFields(type);
        var prunedSet = FieldSetWalker.Walk(pruned, type).WithNamedFields(type);
        return StructuredRemover.Remove(merged, mergedSet.Difference(prunedSet.Union(owned.WithNamedFields(type))), type);
    }

    private List<FieldConflict> Reassign(
        JsonObject before, JsonObject after, ManagedFields managed, string self, bool force, out Comparison comparison)
    {
        comparison = StructuredComparer.Compare(before, after, schema).Excluding(ignored);
        Dictionary<string, Comparison>? others = null;
        var conflicts = new List<FieldConflict>();
        var updates = new List<(ManagedEntry Entry, FieldSet? Fields)>();
        foreach (var entry in managed.Entries)
        {
            if (entry.Identifier == self) continue;
            var view = comparison;
            if (entry.ApiVersion != apiVersion)
            {
                others ??= new Dictionary<string, Comparison>(StringComparer.Ordinal);
                if (!others.TryGetValue(entry.ApiVersion, out view))
                {
                    if (SchemaOf(entry.ApiVersion) is not { } other)
                    {
                        updates.Add((entry, null));
                        continue;
                    }

                    view = StructuredComparer.Compare(Convert(before, entry.ApiVersion), Convert(after, entry.ApiVersion), other).Excluding(ignored);
                    others.Add(entry.ApiVersion, view);
                }
            }

            var contested = entry.Fields.Intersection(view.Modified.Union(view.Added));
            if (!contested.IsEmpty) conflicts.Add(new FieldConflict(entry, contested));
            var rest = entry.Fields.Difference(contested).Difference(view.Removed);
            if (rest.IsEmpty) updates.Add((entry, null));
            else if (!ReferenceEquals(rest, entry.Fields)) updates.Add((entry, rest));
        }

        if (!force && conflicts.Count > 0) return conflicts;
        foreach (var (entry, fields) in updates)
        {
            if (fields is null) managed.Remove(entry.Identifier);
            else managed.Set(entry with { Fields = fields });
        }

        if (managed[self] is { Fields.IsEmpty: true }) managed.Remove(self);
        return [];
    }

    private TypeSchema? SchemaOf(string version) => version == apiVersion || versions is null ? schema : versions.SchemaOf(version);

    private JsonObject Convert(JsonObject source, string version) => version == apiVersion || versions is null ? source : versions.Convert(source, version);
}
