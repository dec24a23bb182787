using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// Who makes a policy with parameters, or binds one to parameter objects, must be allowed to read them: expressions could tell what stands in them.
/// </summary>
/// <remarks>Part of writing these kinds, as upstream has it; nobody can switch it off.</remarks>
internal sealed class ParameterAccess(AdmissionServices services) : IValidatingAdmission
{
    private const string Any = "*";

    /// <inheritdoc/>
    public string Name => "ParameterAccess";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Resource.Group != "admissionregistration.k8s.io" || attributes.Subresource.Length > 0 || attributes.User.IsInGroup(UserInfo.MastersGroup)) return default;
        return attributes.Resource.Resource switch
        {
            "validatingadmissionpolicies" or "mutatingadmissionpolicies" => CheckPolicyAsync(attributes, cancellationToken),
            "validatingadmissionpolicybindings" => CheckBindingAsync(attributes, "validatingadmissionpolicies", cancellationToken),
            "mutatingadmissionpolicybindings" => CheckBindingAsync(attributes, "mutatingadmissionpolicies", cancellationToken),
            _ => default,
        };
    }

    private async ValueTask<StatusError?> CheckPolicyAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (Changed(attributes, "paramKind") is not { } kind || await MayReadAsync(attributes.User, kind, Any, Any, cancellationToken)) return null;
        return Refuse(
            attributes,
            "paramKind",
            $"user {Show(attributes.User)} must have \"get\" permission on all objects of the referenced paramKind "
                + $"(kind={kind.GetString("kind")}, apiVersion={kind.GetString("apiVersion")})");
    }

    private async ValueTask<StatusError?> CheckBindingAsync(AdmissionAttributes attributes, string policies, CancellationToken cancellationToken)
    {
        if (Changed(attributes, "paramRef") is not { } reference) return null;
        var policyName = attributes.Object?.FindString("spec", "policyName") ?? "";
        var policy = await services.Objects.GetLatestAsync("admissionregistration.k8s.io", policies, "", policyName, cancellationToken);
        var kind = policy?.FindObject("spec", "paramKind");
        var name = reference.GetString("name") is { Length: > 0 } one ? one : Any;
        var ns = reference.GetString("namespace") is { Length: > 0 } named ? named : Any;
        if (await MayReadAsync(attributes.User, kind, ns, name, cancellationToken)) return null;
        return Refuse(
            attributes,
            "paramRef",
            policy is null
                ? $"unable to get policy {policyName} to determine minimum required permissions and user {Show(attributes.User)} does not have \"get\" "
                    + "permission for all groups, versions and resources"
                : $"user {Show(attributes.User)} does not have \"get\" permission on the object referenced by paramRef");
    }

    // What is unchanged was judged when it was written.
    private static JsonObject? Changed(AdmissionAttributes attributes, string member) =>
        attributes.Object?.FindObject("spec", member) is { } now
        && !(JsonValue.DeepEquals(now, attributes.OldObject?.FindObject("spec", member))
            && attributes.Object?.FindString("spec", "policyName") == attributes.OldObject?.FindString("spec", "policyName"))
            ? now
            : null;

    private async ValueTask<bool> MayReadAsync(UserInfo user, JsonObject? kind, string ns, string name, CancellationToken cancellationToken)
    {
        var (group, version, resource) = (Any, Any, Any);
        if (kind is not null)
        {
            var wanted = GroupVersionKind.From(kind.GetString("apiVersion") ?? "", kind.GetString("kind") ?? "");
            (group, version) = (wanted.Group, wanted.Version);
            foreach (var served in services.Registry.Versions)
            {
                if (served.Group != group || served.Version != version) continue;
                foreach (var definition in served.Resources)
                {
                    if (definition.Kind == wanted.Kind) resource = definition.Plural;
                }
            }
        }

        var decision = await services.Authorizer.AuthorizeAsync(
            new AuthorizationAttributes
            {
                User = user,
                Verb = "get",
                IsResourceRequest = true,
                ApiGroup = group,
                ApiVersion = version,
                Resource = resource,
                Subresource = "",
                Namespace = ns,
                Name = name,
                Path = "",
                FieldSelector = "",
                LabelSelector = "",
            },
            cancellationToken);
        return decision.IsAllowed;
    }

    private static StatusError? Refuse(AdmissionAttributes attributes, string member, string why)
    {
        ErrorList errors = [FieldError.Forbidden(FieldPath.Spec.Child(member), why)];
        return errors.ToStatus(new GroupKind(attributes.Kind.Group, attributes.Kind.Kind), attributes.Name);
    }

    // As Go prints a user.
    private static string Show(UserInfo user) => $"&{{{user.Name} {user.Uid} [{string.Join(' ', user.Groups)}] map[]}}";
}
