using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>
/// Everything one user is granted: the bindings that mean the user, resolved to rules. Compiled once a user and kept until a role
/// or binding changes, so that a request costs a walk over a handful of rules.
/// </summary>
internal sealed class UserGrants
{
    private readonly Grant[] _cluster;
    private readonly Dictionary<string, Grant[]> _namespaces;

    private UserGrants(Grant[] cluster, Dictionary<string, Grant[]> namespaces)
    {
        _cluster = cluster;
        _namespaces = namespaces;
    }

    /// <summary>Picks out of the whole state what concerns the user.</summary>
    public static UserGrants Compile(RbacState state, UserInfo user)
    {
        List<Grant> cluster = [];
        Dictionary<string, List<Grant>> namespaces = new(StringComparer.Ordinal);
        foreach (var binding in state.Bindings.Values)
        {
            if (RbacState.SubjectFor(binding, user) is not { } subject)
                continue;
            var grant = new Grant(binding, subject, state.RulesOf(binding));
            if (binding.Namespace.Length == 0)
            {
                cluster.Add(grant);
            }
            else
            {
                if (!namespaces.TryGetValue(binding.Namespace, out var list))
                    namespaces.Add(binding.Namespace, list = []);
                list.Add(grant);
            }
        }

        return new UserGrants([.. cluster], namespaces.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Answers one question: allowed with the binding that allows it, or no opinion with the roles that were missing.</summary>
    public AuthorizationDecision Decide(in AuthorizationAttributes attributes)
    {
        List<string>? missing = null;
        if (Find(_cluster, attributes, ref missing) is { } found)
            return found;
        if (!string.IsNullOrEmpty(attributes.Namespace)
            && _namespaces.TryGetValue(attributes.Namespace, out var grants)
            && Find(grants, attributes, ref missing) is { } local)
            return local;
        return missing is null
            ? AuthorizationDecision.NoOpinion
            : new AuthorizationDecision(AuthorizationOutcome.NoOpinion, "RBAC: " + Aggregate(missing));
    }

    /// <summary>All rules that hold in a namespace (or only those of the whole cluster), and the roles that are missing.</summary>
    public (IReadOnlyList<RbacRule> Rules, string Errors) RulesIn(string @namespace)
    {
        List<RbacRule> rules = [];
        List<string> missing = [];
        Collect(_cluster, rules, missing);
        if (@namespace.Length > 0 && _namespaces.TryGetValue(@namespace, out var grants))
            Collect(grants, rules, missing);
        return (rules, missing.Count == 0 ? "" : Aggregate(missing));
    }

    private static void Collect(Grant[] grants, List<RbacRule> rules, List<string> missing)
    {
        foreach (var grant in grants)
        {
            if (grant.Rules is null)
                missing.Add(grant.Missing);
            else
                rules.AddRange(grant.Rules);
        }
    }

    private static AuthorizationDecision? Find(Grant[] grants, in AuthorizationAttributes attributes, ref List<string>? missing)
    {
        foreach (var grant in grants)
        {
            if (grant.Rules is null)
            {
                (missing ??= []).Add(grant.Missing);
                continue;
            }

            foreach (var rule in grant.Rules)
            {
                if (RuleMatcher.Allows(rule, attributes))
                    return grant.Allowed;
            }
        }

        return null;
    }

    private static string Aggregate(List<string> messages) => messages.Count == 1 ? messages[0] : $"[{string.Join(", ", messages.Distinct())}]";

    private sealed class Grant(RbacBinding binding, RbacSubject subject, RbacRule[]? rules)
    {
        public RbacRule[]? Rules { get; } = rules;

        // Made once a user, not once a request.
        public AuthorizationDecision Allowed { get; } = AuthorizationDecision.Allow(binding.DescribeGrant(subject));

        public string Missing { get; } = $"{binding.RoleKind.ToLowerInvariant()}.rbac.authorization.k8s.io \"{binding.RoleName}\" not found";
    }
}
