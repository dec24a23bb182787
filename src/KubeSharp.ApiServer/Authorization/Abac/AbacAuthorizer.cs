using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization.Rbac;

namespace KubeSharp.ApiServer.Authorization.Abac;

/// <summary>The mode ABAC: a file of rules, read once.</summary>
internal sealed class AbacAuthorizer(IReadOnlyList<AbacRule> rules) : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Allows(attributes)) return new(AuthorizationDecision.Allow());
        }

        return new(new AuthorizationDecision(AuthorizationOutcome.NoOpinion, "No policy matched."));
    }

    /// <summary>What a user may do in a namespace.</summary>
    public IEnumerable<RbacRule> RulesFor(UserInfo user, string @namespace)
    {
        foreach (var rule in rules)
        {
            if (!rule.IsFor(user) || (rule.Namespace != "*" && rule.Namespace != @namespace)) continue;
            var verbs = rule.Readonly ? "get,list,watch" : "*";
            if (rule.Resource.Length > 0) yield return RbacRule.On(rule.ApiGroup, rule.Resource, verbs);
            if (rule.NonResourcePath.Length > 0) yield return RbacRule.OnPaths(rule.NonResourcePath, verbs);
        }
    }
}
