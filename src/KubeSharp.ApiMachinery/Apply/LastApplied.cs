using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Apply;

/// <summary>
/// The way from client-side to server-side apply for kubectl: what the last-applied annotation says may be taken over without force, and the
/// annotation is kept up to date while it is there.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Whether all conflicts are about fields that the annotation covers and nobody changed since; the others are answered.</summary>
    public static bool Allows(JsonObject live, List<FieldConflict> conflicts, TypeSchema schema, out List<FieldConflict> remaining)
    {
        remaining = conflicts;
        var text = live.FindString("metadata", "annotations", Annotation);
        if (text is null || !JsonParser.TryParse(Encoding.UTF8.GetBytes(text), out var value, out _) || value is not JsonObject last) return false;
        if (TypedValidator.Validate(last, schema) is not null) return false;
        var comparison = StructuredComparer.Compare(last, live, schema);
        var allowed = FieldSetWalker.Walk(last, schema)
            .Difference(comparison.Modified).Difference(comparison.Added).Difference(comparison.Removed);
        remaining = [];
        foreach (var conflict in conflicts)
        {
            var rest = conflict.Fields.Difference(allowed);
            if (!rest.IsEmpty) remaining.Add(conflict with { Fields = rest });
        }

        return remaining.Count == 0;
    }

    /// <summary>Writes the configuration into the annotation, when there is one.</summary>
    public static void Refresh(JsonObject target, JsonObject configuration)
    {
        if (target.FindObject("metadata", "annotations") is not { } annotations || !annotations.Contains(Annotation)) return;
        var copy = configuration.Clone();
        if (copy.FindObject("metadata", "annotations") is { } own)
        {
            own.Remove(Annotation);
            if (own.Count == 0) copy.GetObject("metadata")!.Remove("annotations");
        }

        annotations.Set(Annotation, Sorted(copy) + "\n");
    }

    private static JsonValue Sorted(JsonValue value)
    {
        switch (value)
        {
            case JsonObject o:
                for (var i = 0; i < o.Count; i++) o.SetAt(i, Sorted(o.ValueAt(i)));
                o.SortMembers();
                return o;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++) a[i] = Sorted(a[i]);
                return a;
            default:
                return value;
        }
    }
}
