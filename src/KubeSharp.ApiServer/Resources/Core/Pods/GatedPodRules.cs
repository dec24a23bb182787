using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>A pod that is held back from scheduling may still be told where to go, but only narrower than before.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/#mutable-pod-scheduling-directives</remarks>
internal static class GatedPodRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Checks the changes, and makes them undone in <paramref name="rest"/>.</summary>
    /// <param name="spec">The specification as it is to be.</param>
    /// <param name="before">As it is.</param>
    /// <param name="rest">The specification in which nothing may differ that may not be changed.</param>
    public static void Check(FieldCheck spec, JsonObject before, JsonObject rest)
    {
        if (!JsonValue.DeepEquals(spec.Value["nodeSelector"], before["nodeSelector"]))
        {
            Selector(spec, before);
            rest.CopyMember("nodeSelector", before);
        }

        var (now, old) = (spec.Value.FindObject("affinity", "nodeAffinity"), before.FindObject("affinity", "nodeAffinity"));
        if (JsonValue.DeepEquals(now, old)) return;
        Affinity(new FieldCheck(now ?? new JsonObject(), spec.At("affinity").Child("nodeAffinity"), spec.Errors), old);
        if (rest.GetObject("affinity") is { } affinity && before.GetObject("affinity") is null && !affinity.Contains("podAffinity") && !affinity.Contains("podAntiAffinity"))
            rest.Remove("affinity");
        else if (old is not null) rest.GetOrAddObject("affinity").Set("nodeAffinity", old.Clone());
        else rest.GetObject("affinity")?.Remove("nodeAffinity");
    }

    private static void Selector(FieldCheck spec, JsonObject before)
    {
        foreach (var (label, value) in before.GetObject("nodeSelector") ?? [])
        {
            if (JsonValue.DeepEquals(spec.Value.GetObject("nodeSelector")?[label], value)) continue;
            var selector = spec.Value.GetObject("nodeSelector")?.Clone();
            selector?.SortMembers();
            spec.Errors.Add(FieldError.Invalid(
                spec.At("nodeSelector"), selector ?? (JsonValue)JsonNull.Instance, "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
            return;
        }
    }

    // Terms are alternatives: one more would be wider. Within a term every requirement narrows.
    private static void Affinity(FieldCheck now, JsonObject? old)
    {
        if (old?.GetObject(Required) is not { } required) return;
        var at = now.At(Required).Child("nodeSelectorTerms");
        var terms = now.ChildOrEmpty(Required).Items("nodeSelectorTerms");
        var before = required.GetArray("nodeSelectorTerms") ?? [];
        if (before.Count > 0 && before.Count != terms.Count)
        {
            now.Errors.Add(FieldError.Invalid(
                at, Show(now.Value.FindArray(Required, "nodeSelectorTerms"), isList: true), "no additions/deletions to non-empty NodeSelectorTerms list are allowed"));
            return;
        }

        for (var i = 0; i < before.Count; i++)
        {
            if (before[i] is JsonObject term && !IsNarrower(terms[i].Value, term))
                now.Errors.Add(FieldError.Invalid(at.Index(i), Show(terms[i].Value, isList: false), "only additions are allowed (no mutations or deletions)"));
        }
    }

    private static bool IsNarrower(JsonObject now, JsonObject old)
    {
        // A term that says nothing matches nothing: the first requirement would widen it.
        if (Count(old, "matchExpressions") == 0 && Count(old, "matchFields") == 0) return Count(now, "matchExpressions") == 0 && Count(now, "matchFields") == 0;
        foreach (var name in (ReadOnlySpan<string>)["matchExpressions", "matchFields"])
        {
            for (var i = 0; i < Count(old, name); i++)
            {
                if (i >= Count(now, name) || !JsonValue.DeepEquals(now.GetArray(name)![i], old.GetArray(name)![i])) return false;
            }
        }

        return true;
    }

    private static int Count(JsonObject term, string name) => term.GetArray(name)?.Count ?? 0;

    private static JsonValue Show(JsonValue? value, bool isList)
    {
        if (value is null) return JsonNull.Instance;
        if (!isList) return InternalPodSpec.OfPart(value, "affinity", "nodeAffinity", Required, "nodeSelectorTerms");
        return new JsonArray(((JsonArray)value).Select(term => Show(term, isList: false)));
    }
}
