using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.Client;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Rbac.V1;

namespace KubeSharp.Controllers;

/// <summary>Fills ClusterRoles that are made of others: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles.</summary>
internal sealed class RoleAggregationController : KeyedController
{
    private readonly Informer<ClusterRole> roles;

    public RoleAggregationController(ControllerContext context)
        : base(context, workers: 1)
    {
        roles = Need<ClusterRole>();
        roles.AddHandler(_ => QueueAll(), (_, _) => QueueAll(), _ => QueueAll());
    }

    /// <summary>The rules the role should have, in the order of the roles' names and each once; null when it has them.</summary>
    public static List<PolicyRule>? Decide(ClusterRole role, IReadOnlyList<ClusterRole> all)
    {
        if (role.AggregationRule?.ClusterRoleSelectors is not { } selectors) return null;
        var sorted = new List<ClusterRole>(all);
        sorted.Sort(static (a, b) => string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name));
        var rules = new List<PolicyRule>();
        foreach (LabelSelector selector in selectors)
        {
            LabelQuery query = Selectors.Of(selector);
            foreach (ClusterRole part in sorted)
            {
                if (part.Metadata.Name == role.Metadata.Name || !query.Matches(part.Metadata.Labels)) continue;
                foreach (PolicyRule rule in part.Rules ?? [])
                    if (!rules.Exists(r => r.Equals(rule))) rules.Add(rule);
            }
        }

        List<PolicyRule> current = role.Rules ?? [];
        if (current.Count != rules.Count) return rules;
        for (int i = 0; i < rules.Count; i++)
            if (!rules[i].Equals(current[i])) return rules;
        return null;
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (roles.Get(key) is not { } role || Decide(role, roles.List()) is not { } rules) return ReconcileResult.Done;
        ClusterRole copy = role.DeepCopy();
        copy.Rules = rules;
        await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private void QueueAll()
    {
        foreach (ClusterRole role in roles.List())
            if (role.AggregationRule is not null) Queue.Add(ObjectKey.Of(role));
    }
}
