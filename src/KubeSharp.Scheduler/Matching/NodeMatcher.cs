using KubeSharp.Models.Core.V1;

namespace KubeSharp.Scheduler.Matching;

/// <summary>
/// A compiled node selector: terms are alternatives, the expressions of a term must all hold, an empty term matches nothing.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
/// </summary>
internal sealed class NodeMatcher
{
    private readonly Term[] terms;

    private NodeMatcher(Term[] terms) => this.terms = terms;

    /// <summary>Compiles a node selector of the API.</summary>
    public static NodeMatcher From(NodeSelector selector)
    {
        var list = new List<Term>(selector.NodeSelectorTerms.Count);
        foreach (var term in selector.NodeSelectorTerms)
        {
            if (Compile(term) is { } compiled)
                list.Add(compiled);
        }

        return new NodeMatcher([.. list]);
    }

    /// <summary>Compiles one term, as preferred node affinity has it. An empty term matches nothing.</summary>
    public static NodeMatcher From(NodeSelectorTerm term) => new(Compile(term) is { } compiled ? [compiled] : []);

    /// <summary>
    /// Names of the only nodes that can match, when every term pins <c>metadata.name</c> with In; null when any node may match.
    /// </summary>
    public HashSet<string>? PinnedNames()
    {
        HashSet<string>? all = null;
        foreach (var term in terms)
        {
            HashSet<string>? names = null;
            foreach (var field in term.Fields)
            {
                if (field.Key != "metadata.name" || field.Operator != RequirementOperator.In)
                    continue;
                var own = new HashSet<string>(StringComparer.Ordinal);
                foreach (var value in field.Values)
                    own.Add(value);
                if (names is null)
                    names = own;
                else
                    names.IntersectWith(own);
            }

            if (names is null)
                return null;
            if (all is null)
                all = names;
            else
                all.UnionWith(names);
        }

        return all;
    }

    /// <summary>True when any term matches the node.</summary>
    public bool Matches(string nodeName, Dictionary<string, string>? labels)
    {
        foreach (var term in terms)
        {
            if (term.Matches(nodeName, labels))
                return true;
        }

        return false;
    }

    private static Term? Compile(NodeSelectorTerm term)
    {
        var labels = new List<Requirement>();
        var fields = new List<Requirement>();
        if (!Compile(term.MatchExpressions, labels) || !Compile(term.MatchFields, fields) || labels.Count + fields.Count == 0)
            return null;
        return new Term([.. labels], [.. fields]);
    }

    private static bool Compile(List<NodeSelectorRequirement>? source, List<Requirement> target)
    {
        if (source is null)
            return true;
        foreach (var requirement in source)
        {
            if (!Requirement.TryCreate(requirement.Key, requirement.Operator, requirement.Values, out var compiled))
                return false;
            target.Add(compiled);
        }

        return true;
    }

    private readonly record struct Term(Requirement[] Labels, Requirement[] Fields)
    {
        public bool Matches(string nodeName, Dictionary<string, string>? labels)
        {
            foreach (ref readonly var requirement in Labels.AsSpan())
            {
                if (!requirement.Matches(labels))
                    return false;
            }

            foreach (ref readonly var field in Fields.AsSpan())
            {
                if (field.Key != "metadata.name" || !field.MatchesValue(nodeName))
                    return false;
            }

            return true;
        }
    }
}
