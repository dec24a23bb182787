using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Rbac;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Nobody writes a role with rights that they do not hold, nor binds one, unless the verbs <c>escalate</c> or <c>bind</c> let them
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
/// </summary>
/// <remarks>Asked after the plug-ins that change objects, and before the kind's own validation, as upstream's storage layer does.</remarks>
internal sealed class PrivilegeEscalation(IAuthorizer authorizer, RbacAuthorizer? rbac) : IMutatingAdmission
{
    /// <inheritdoc/>
    public string Name => "PrivilegeEscalation";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Resource.Group != RbacDocuments.Group || attributes.Object is not { } document || attributes.User.IsInGroup(UserInfo.MastersGroup))
            return null;
        return attributes.Resource.Resource switch
        {
            "roles" or "clusterroles" => await CheckRoleAsync(attributes, document, cancellationToken),
            "rolebindings" or "clusterrolebindings" => await CheckBindingAsync(attributes, document, cancellationToken),
            _ => null,
        };
    }

    private async ValueTask<StatusError?> CheckRoleAsync(AdmissionAttributes attributes, JsonObject role, CancellationToken cancellationToken)
    {
        var changesRules = !SameList(role, attributes.OldObject, "rules");
        var selectors = role.FindArray("aggregationRule", "clusterRoleSelectors");
        var changesAggregation = selectors is { Count: > 0 } && !JsonValue.DeepEquals(role["aggregationRule"], attributes.OldObject?["aggregationRule"]);
        if (!changesRules && !changesAggregation)
            return null;
        if (await MayAsync(attributes, "escalate", attributes.Resource.Resource, attributes.DisplayName(), cancellationToken))
            return null;
        if (changesAggregation)
        {
            // An aggregated role can come to hold anything.
            RbacRule[] everything = [RbacRule.On("*", "*", "*"), RbacRule.OnPaths("*", "*")];
            if (WhyNot(attributes, everything) is { } why)
                return attributes.Forbid("must have cluster-admin privileges to use an aggregationRule: " + why);
        }

        return WhyNot(attributes, RbacDocuments.Rules(role)) is { } refusal ? attributes.Forbid(refusal) : null;
    }

    private async ValueTask<StatusError?> CheckBindingAsync(AdmissionAttributes attributes, JsonObject document, CancellationToken cancellationToken)
    {
        if (attributes.OldObject is { } old
            && SameList(document, old, "subjects")
            && JsonValue.DeepEquals(document["roleRef"], old["roleRef"]))
            return null;
        var binding = RbacDocuments.Binding(attributes.Namespace, attributes.DisplayName(), document);
        var resource = binding.RoleKind == "ClusterRole" ? "clusterroles" : "roles";
        if (await MayAsync(attributes, "bind", resource, binding.RoleName, cancellationToken))
            return null;
        var rules = (rbac?.State ?? RbacState.Empty).RulesOf(binding);
        if (rules is null)
            return StatusError.NotFound(new GroupResource(RbacDocuments.Group, binding.RoleKind.ToLowerInvariant()), binding.RoleName);
        return WhyNot(attributes, rules) is { } refusal ? attributes.Forbid(refusal) : null;
    }

    private static bool SameList(JsonObject document, JsonObject? old, string name)
    {
        var (left, right) = (document.GetArray(name), old?.GetArray(name));
        return old is not null && ((left is not { Count: > 0 } && right is not { Count: > 0 }) || JsonValue.DeepEquals(left, right));
    }

    private string? WhyNot(AdmissionAttributes attributes, RbacRule[] wanted)
    {
        IReadOnlyList<RbacRule> held = [];
        var errors = "";
        if (rbac is not null)
            (held, errors) = rbac.RulesFor(attributes.User, attributes.Namespace);
        var missing = RuleCovering.Missing(held, wanted);
        if (missing.Count == 0)
            return null;
        var text = $"user \"{attributes.User.Name}\" (groups={RuleCovering.Quote(attributes.User.Groups)}) is attempting to grant RBAC permissions not currently held:\n"
            + string.Join('\n', RuleCovering.Describe(missing));
        return errors.Length > 0 ? $"{text}; resolution errors: [{errors}]" : text;
    }

    private async ValueTask<bool> MayAsync(
        AdmissionAttributes attributes, string verb, string resource, string name, CancellationToken cancellationToken)
    {
        var decision = await authorizer.AuthorizeAsync(
            new AuthorizationAttributes
            {
                User = attributes.User,
                Verb = verb,
                IsResourceRequest = true,
                ApiGroup = RbacDocuments.Group,
                ApiVersion = "*",
                Resource = resource,
                Name = name,
                Namespace = attributes.Namespace,
                Subresource = "",
                Path = "",
                FieldSelector = "",
                LabelSelector = "",
            },
            cancellationToken);
        return decision.IsAllowed;
    }
}
