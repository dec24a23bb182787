using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Where a pod may run: old labels of nodes, and selectors that match no pod.</summary>
internal static class SchedulingWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private const string NoMatch = "a null labelSelector results in matching no pod";

    public static void Check(FieldCheck spec, Action<string> warn)
    {
        if (spec.Child("nodeSelector") is { } selector)
        {
            foreach (var (label, _) in selector.Value)
            {
                if (NodeLabelDeprecations.Deprecation(label) is { } message) warn($"{selector.Path.Key(label)}: {message}");
            }
        }

        var affinity = spec.ChildOrEmpty("affinity");
        var nodes = affinity.ChildOrEmpty("nodeAffinity");
        foreach (var term in nodes.ChildOrEmpty(Required).Items("nodeSelectorTerms")) NodeLabelWarnings.Term(term, values: false, warn);
        foreach (var term in nodes.Items(Preferred)) NodeLabelWarnings.Term(term.ChildOrEmpty("preference"), values: true, warn);
        foreach (var spread in spec.Items("topologySpreadConstraints"))
        {
            var key = spread.Text("topologyKey");
            if (NodeLabelDeprecations.Deprecation(key) is { } message) warn($"{spread.At("topologyKey")}: {key} is {message}");
            Selector(spread, warn);
        }

        foreach (var name in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var pods = affinity.ChildOrEmpty(name);
            foreach (var term in pods.Items(Required)) Selector(term, warn);
            foreach (var term in pods.Items(Preferred)) Selector(term.ChildOrEmpty("podAffinityTerm"), warn);
        }
    }

    private static void Selector(FieldCheck term, Action<string> warn)
    {
        if (!term.Has("labelSelector")) warn($"{term.At("labelSelector")}: {NoMatch}");
    }
}
