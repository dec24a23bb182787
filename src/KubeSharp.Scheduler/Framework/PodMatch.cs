using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Framework;

/// <summary>A question about one pod whose answers are counted per node.</summary>
internal abstract class PodMatch(string key, bool dependsOnNamespaceLabels)
{
    /// <summary>Equal for questions that are the same.</summary>
    public string Key { get; } = key;

    /// <summary>True when the answer can change with the labels of a namespace.</summary>
    public bool DependsOnNamespaceLabels { get; } = dependsOnNamespaceLabels;

    /// <summary>The pods of one namespace that a selector selects and that are not being deleted.</summary>
    public static PodMatch Living(string @namespace, LabelMatcher selector) => new LivingMatch(@namespace, selector);

    /// <summary>The pods of which all terms speak.</summary>
    public static PodMatch AllOf(PodTerm[] terms)
    {
        var keys = new string[terms.Length];
        var depends = false;
        for (var i = 0; i < terms.Length; i++)
        {
            keys[i] = terms[i].PodsKey;
            depends |= terms[i].DependsOnNamespaceLabels;
        }

        return new TermsMatch("t\u0004" + string.Join('\u0004', keys), depends, terms);
    }

    /// <summary>The pods of which the term speaks.</summary>
    public static PodMatch Of(PodTerm term) => new TermsMatch("t\u0004" + term.PodsKey, term.DependsOnNamespaceLabels, [term]);

    /// <summary>The answer for one pod.</summary>
    public abstract bool Matches(PodInfo pod, NamespaceLabels namespaces);

    private sealed class LivingMatch(string @namespace, LabelMatcher selector)
        : PodMatch("l\u0004" + @namespace + "\u0004" + selector.Key, false)
    {
        public override bool Matches(PodInfo pod, NamespaceLabels namespaces) =>
            !pod.IsTerminating && pod.Namespace == @namespace && selector.Matches(pod.Labels);
    }

    private sealed class TermsMatch(string key, bool depends, PodTerm[] terms) : PodMatch(key, depends)
    {
        public override bool Matches(PodInfo pod, NamespaceLabels namespaces)
        {
            foreach (var term in terms)
            {
                if (!term.Matches(pod, namespaces))
                    return false;
            }

            return true;
        }
    }
}
