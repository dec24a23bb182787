using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Matching;

/// <summary>
/// A compiled pod (anti-)affinity term: which pods it speaks of, and the topology it compares. Pods of one workload carry equal terms;
/// <see cref="Key"/> lets them be counted together.
/// </summary>
internal sealed class PodTerm
{
    private readonly HashSet<string>? namespaces;
    private readonly string? singleNamespace;
    private readonly LabelMatcher? namespaceSelector;

    private PodTerm(PodAffinityTerm term, string ownNamespace, int weight)
    {
        Selector = LabelMatcher.From(term.LabelSelector);
        TopologyKey = term.TopologyKey;
        Weight = weight;
        if (term.NamespaceSelector is not null)
            namespaceSelector = LabelMatcher.From(term.NamespaceSelector);
        if (term.Namespaces is { Count: > 0 })
            namespaces = new HashSet<string>(term.Namespaces, StringComparer.Ordinal);
        else if (namespaceSelector is null)
            singleNamespace = ownNamespace;

        var names = singleNamespace;
        if (namespaces is not null)
        {
            var sorted = new List<string>(namespaces);
            sorted.Sort(StringComparer.Ordinal);
            names = string.Join(',', sorted);
        }

        PodsKey = string.Concat(names, "\u0003", namespaceSelector?.Key ?? "-", "\u0003", Selector.Key);
        Key = $"{PodsKey}\u0003{TopologyKey}\u0003{weight}";
    }

    /// <summary>The node label whose values are compared.</summary>
    public string TopologyKey { get; }

    /// <summary>The selector over pod labels.</summary>
    public LabelMatcher Selector { get; }

    /// <summary>Weight 1..100 of a preferred term, 0 for a required one.</summary>
    public int Weight { get; }

    /// <summary>Equal for terms that speak of the same pods.</summary>
    public string PodsKey { get; }

    /// <summary>Equal for terms that say the same altogether.</summary>
    public string Key { get; }

    /// <summary>True when namespaces' labels matter.</summary>
    public bool DependsOnNamespaceLabels => namespaceSelector is not null && !namespaceSelector.MatchesEverything;

    /// <summary>Compiles required terms.</summary>
    public static PodTerm[] From(List<PodAffinityTerm>? terms, string ownNamespace)
    {
        if (terms is not { Count: > 0 })
            return [];
        var result = new PodTerm[terms.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = new PodTerm(terms[i], ownNamespace, 0);
        return result;
    }

    /// <summary>Compiles preferred terms.</summary>
    public static PodTerm[] From(List<WeightedPodAffinityTerm>? terms, string ownNamespace)
    {
        if (terms is not { Count: > 0 })
            return [];
        var result = new PodTerm[terms.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = new PodTerm(terms[i].PodAffinityTerm, ownNamespace, terms[i].Weight);
        return result;
    }

    /// <summary>True when the term speaks of <paramref name="pod"/>.</summary>
    public bool Matches(PodInfo pod, NamespaceLabels namespaceLabels)
    {
        if (!InNamespace(pod.Namespace, namespaceLabels))
            return false;
        return Selector.Matches(pod.Labels);
    }

    private bool InNamespace(string name, NamespaceLabels namespaceLabels)
    {
        if (singleNamespace is not null)
            return string.Equals(singleNamespace, name, StringComparison.Ordinal);
        if (namespaces is not null && namespaces.Contains(name))
            return true;
        return namespaceSelector is not null && namespaceSelector.Matches(namespaceLabels.Of(name));
    }
}
