using System.Text;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Scheduler.Matching;

/// <summary>A compiled label selector. <see cref="Key"/> is equal for selectors that say the same in the same words.</summary>
internal sealed class LabelMatcher
{
    private readonly Requirement[] requirements;

    private LabelMatcher(Requirement[] requirements, bool nothing)
    {
        this.requirements = requirements;
        MatchesNothing = nothing;
        Key = nothing ? "!" : Describe(requirements);
    }

    /// <summary>Matches no labels at all: what an absent selector means.</summary>
    public static LabelMatcher Nothing { get; } = new([], nothing: true);

    /// <summary>Matches every set of labels: what an empty selector means.</summary>
    public static LabelMatcher Everything { get; } = new([], nothing: false);

    /// <summary>Canonical text, for caches.</summary>
    public string Key { get; }

    /// <summary>True for the selector that matches nothing.</summary>
    public bool MatchesNothing { get; }

    /// <summary>True for the selector that matches everything.</summary>
    public bool MatchesEverything => !MatchesNothing && requirements.Length == 0;

    /// <summary>Compiles a selector of the API; null means nothing, empty means everything.</summary>
    public static LabelMatcher From(LabelSelector? selector) => From(selector, null, null);

    /// <summary>Compiles a selector together with the pod's own values of <paramref name="matchLabelKeys"/>.</summary>
    public static LabelMatcher From(LabelSelector? selector, List<string>? matchLabelKeys, Dictionary<string, string>? ownLabels)
    {
        if (selector is null)
            return Nothing;
        var list = new List<Requirement>();
        if (selector.MatchLabels is not null)
        {
            foreach (var (key, value) in selector.MatchLabels)
                list.Add(Requirement.Equal(key, value));
        }

        if (selector.MatchExpressions is not null)
        {
            foreach (var expression in selector.MatchExpressions)
            {
                if (!Requirement.TryCreate(expression.Key, expression.Operator, expression.Values, out var requirement))
                    return Nothing;
                list.Add(requirement);
            }
        }

        if (matchLabelKeys is not null && ownLabels is not null)
        {
            foreach (var key in matchLabelKeys)
            {
                if (ownLabels.TryGetValue(key, out var value))
                    list.Add(Requirement.Equal(key, value));
            }
        }

        return list.Count == 0 ? Everything : new LabelMatcher([.. list], nothing: false);
    }

    /// <summary>Compiles a plain map of equalities, as Services and ReplicationControllers have it.</summary>
    public static LabelMatcher FromEqualities(Dictionary<string, string>? labels)
    {
        if (labels is null || labels.Count == 0)
            return Nothing;
        var list = new Requirement[labels.Count];
        var i = 0;
        foreach (var (key, value) in labels)
            list[i++] = Requirement.Equal(key, value);
        return new LabelMatcher(list, nothing: false);
    }

    /// <summary>Both must match.</summary>
    public LabelMatcher And(LabelMatcher other) =>
        MatchesNothing || other.MatchesNothing ? Nothing : new LabelMatcher([.. requirements, .. other.requirements], nothing: false);

    /// <summary>True when <paramref name="labels"/> satisfy every requirement.</summary>
    public bool Matches(Dictionary<string, string>? labels)
    {
        if (MatchesNothing)
            return false;
        foreach (ref readonly var requirement in requirements.AsSpan())
        {
            if (!requirement.Matches(labels))
                return false;
        }

        return true;
    }

    private static string Describe(Requirement[] requirements)
    {
        var lines = new string[requirements.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var text = new StringBuilder(requirements[i].Key).Append('\u0001').Append((int)requirements[i].Operator);
            foreach (var value in requirements[i].Values)
                text.Append('\u0001').Append(value);
            lines[i] = text.ToString();
        }

        Array.Sort(lines, StringComparer.Ordinal);
        return string.Join('\u0002', lines);
    }
}
