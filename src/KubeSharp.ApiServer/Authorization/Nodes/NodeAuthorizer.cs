using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Authorization.Rbac.Bootstrap;

namespace KubeSharp.ApiServer.Authorization.Nodes;

/// <summary>
/// What a kubelet may do: with its own node what the role system:node says, and of secrets, config maps, volumes and tokens only
/// those that pods on it need. See https://kubernetes.io/docs/reference/access-authn-authz/node/.
/// </summary>
internal sealed class NodeAuthorizer(NodeGraph graph) : IAuthorizer
{
    private const string UserPrefix = "system:node:";
    private const string Group = "system:nodes";
    private static readonly RbacRule[] _rules = ComponentRoles.All.Single(role => role.Name == "system:node").Rules;

    /// <summary>The name of the node that a user is, or null.</summary>
    public static string? NodeName(UserInfo user) =>
        user.Name.StartsWith(UserPrefix, StringComparison.Ordinal) && user.Name.Length > UserPrefix.Length && user.IsInGroup(Group)
            ? user.Name[UserPrefix.Length..]
            : null;

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) =>
        new(Decide(attributes));

    /// <summary>The same, at once.</summary>
    public AuthorizationDecision Decide(in AuthorizationAttributes attributes) =>
        NodeName(attributes.User) is { } node ? Decide(node, attributes) : AuthorizationDecision.NoOpinion;

    private static AuthorizationDecision No(string reason) => new(AuthorizationOutcome.NoOpinion, reason);

    private AuthorizationDecision Decide(string node, in AuthorizationAttributes attributes)
    {
        if (!attributes.IsResourceRequest)
            return ByRules(attributes);
        return (attributes.ApiGroup, attributes.Resource) switch
        {
            ("", "secrets") or ("", "configmaps") => ReadNeeded(node, attributes),
            ("", "persistentvolumeclaims") when attributes.Subresource == "status" => StatusOfNeeded(node, attributes),
            ("", "persistentvolumeclaims") or ("", "persistentvolumes") or ("storage.k8s.io", "volumeattachments")
                or ("resource.k8s.io", "resourceclaims") => GetNeeded(node, attributes),
            ("", "serviceaccounts") when attributes.Subresource == "token" => CreateToken(node, attributes),
            ("", "serviceaccounts") => GetNeeded(node, attributes),
            ("", "nodes") => OwnNode(node, attributes),
            ("", "pods") => Pods(node, attributes),
            ("coordination.k8s.io", "leases") => OwnLease(node, attributes),
            ("storage.k8s.io", "csinodes") => OwnCsiNode(node, attributes),
            ("resource.k8s.io", "resourceslices") => OwnSlices(node, attributes),
            _ => ByRules(attributes),
        };
    }

    private static AuthorizationDecision ByRules(in AuthorizationAttributes attributes)
    {
        foreach (var rule in _rules)
        {
            if (RuleMatcher.Allows(rule, attributes))
                return AuthorizationDecision.Allow();
        }

        return AuthorizationDecision.NoOpinion;
    }

    private AuthorizationDecision GetNeeded(string node, in AuthorizationAttributes attributes)
    {
        if (attributes.Verb != "get")
            return No("can only get individual resources of this type");
        return !string.IsNullOrEmpty(attributes.Subresource) ? No("cannot get subresource") : Needed(node, attributes);
    }

    private AuthorizationDecision ReadNeeded(string node, in AuthorizationAttributes attributes)
    {
        if (attributes.Verb is not ("get" or "list" or "watch"))
            return No("can only read resources of this type");
        if (!string.IsNullOrEmpty(attributes.Subresource))
            return No("cannot read subresource");
        return string.IsNullOrEmpty(attributes.Namespace) ? No("can only read namespaced object of this type") : Needed(node, attributes);
    }

    private AuthorizationDecision StatusOfNeeded(string node, in AuthorizationAttributes attributes) =>
        attributes.Verb is "update" or "patch" ? Needed(node, attributes) : No("can only get/update/patch this type");

    private AuthorizationDecision CreateToken(string node, in AuthorizationAttributes attributes) =>
        attributes.Verb == "create" ? Needed(node, attributes) : No("can only create tokens for individual service accounts");

    private AuthorizationDecision Needed(string node, in AuthorizationAttributes attributes)
    {
        if (string.IsNullOrEmpty(attributes.Name))
            return No("No Object name found");
        return graph.Needs(node, attributes.ApiGroup, attributes.Resource, attributes.Namespace ?? "", attributes.Name)
            ? AuthorizationDecision.Allow()
            : No($"no relationship found between node '{node}' and this object");
    }

    private static AuthorizationDecision OwnNode(string node, in AuthorizationAttributes attributes)
    {
        switch (attributes.Subresource)
        {
            case "" or null:
                break;
            case "status":
                return attributes.Verb is "update" or "patch" && !string.IsNullOrEmpty(attributes.Name) && attributes.Name != node
                    ? No($"node '{node}' cannot update status of another node")
                    : ByRules(attributes);
            default:
                return ByRules(attributes);
        }

        return attributes.Verb switch
        {
            "create" => AuthorizationDecision.Allow(),
            "get" or "list" or "watch" => attributes.Name == node || FieldRequirement.Equals(attributes.FieldSelector, "metadata.name", node)
                ? AuthorizationDecision.Allow()
                : No(string.IsNullOrEmpty(attributes.Name)
                    ? $"node '{node}' cannot read all nodes, only its own Node object"
                    : $"node '{node}' cannot read '{attributes.Name}', only its own Node object"),
            "update" or "patch" => string.IsNullOrEmpty(attributes.Name) || attributes.Name == node
                ? ByRules(attributes)
                : No($"node '{node}' cannot modify another node, only its own Node object"),
            _ => ByRules(attributes),
        };
    }

    private AuthorizationDecision Pods(string node, in AuthorizationAttributes attributes)
    {
        if (!string.IsNullOrEmpty(attributes.Subresource))
            return ByRules(attributes);
        switch (attributes.Verb)
        {
            case "get":
                return Needed(node, attributes);
            case "list" or "watch":
                // A watch of one pod by name is a get that lasts.
                if (!string.IsNullOrEmpty(attributes.Name) && !string.IsNullOrEmpty(attributes.Namespace))
                    return Needed(node, attributes);
                return FieldRequirement.Equals(attributes.FieldSelector, "spec.nodeName", node)
                    ? AuthorizationDecision.Allow()
                    : No("can only list/watch pods with spec.nodeName field selector");
            default:
                return ByRules(attributes);
        }
    }

    private static AuthorizationDecision OwnLease(string node, in AuthorizationAttributes attributes)
    {
        if (attributes.Verb is not ("get" or "create" or "update" or "patch" or "delete"))
            return No("can only get, create, update, patch, or delete a node lease");
        if (attributes.Namespace != "kube-node-lease")
            return No($"can only access leases in the \"kube-node-lease\" system namespace");
        return attributes.Verb == "create" || attributes.Name == node
            ? AuthorizationDecision.Allow()
            : No("can only access node lease with the same name as the requesting node");
    }

    private static AuthorizationDecision OwnCsiNode(string node, in AuthorizationAttributes attributes)
    {
        if (attributes.Verb is not ("get" or "create" or "update" or "patch" or "delete"))
            return No("can only get, create, update, patch, or delete a CSINode");
        if (!string.IsNullOrEmpty(attributes.Subresource))
            return No("cannot authorize CSINode subresources");
        return attributes.Verb == "create" || attributes.Name == node
            ? AuthorizationDecision.Allow()
            : No("can only access CSINode with the same name as the requesting node");
    }

    private AuthorizationDecision OwnSlices(string node, in AuthorizationAttributes attributes)
    {
        if (!string.IsNullOrEmpty(attributes.Subresource))
            return No("cannot authorize ResourceSlice subresources");
        return attributes.Verb switch
        {
            // What is made is checked by the NodeRestriction plugin, which sees the object.
            "create" => AuthorizationDecision.Allow(),
            "get" or "update" or "patch" or "delete" => Needed(node, attributes),
            "list" or "watch" or "deletecollection" => FieldRequirement.Equals(attributes.FieldSelector, "spec.nodeName", node)
                ? AuthorizationDecision.Allow()
                : No("can only list/watch/deletecollection resourceslices with nodeName field selector"),
            _ => No("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection"),
        };
    }
}
