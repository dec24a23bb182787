using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Owners can delete what they own: only who may delete an object may give it owners, and only who may hold up an owner's deletion may say so
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement).
/// </summary>
internal sealed class OwnerReferencesPermissionEnforcement(IAuthorizer authorizer, ResourceRegistry registry) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "OwnerReferencesPermissionEnforcement";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        // The kubelet writes the status of pods whose owners it does not change.
        if (attributes.IsFor("", "pods", "status") || attributes.Object is not { } document) return null;
        var (now, before) = (Owners(document), Owners(attributes.OldObject));
        if (JsonValue.DeepEquals(new JsonArray(now), new JsonArray(before))) return null;
        if (attributes.Operation == AdmissionOperation.Update)
        {
            var decision = await authorizer.AuthorizeAsync(Question(attributes, "delete", attributes.Resource.Group, attributes.Resource.Version, attributes.Resource.Resource) with
            {
                Subresource = attributes.Subresource,
                Name = attributes.Name,
                Namespace = attributes.Namespace,
            }, cancellationToken);
            if (!decision.IsAllowed) return attributes.Forbid($"cannot set an ownerRef on a resource you can't delete: {decision.Reason}, <nil>");
        }

        foreach (var owner in now)
        {
            if (owner.GetBool("blockOwnerDeletion") != true || before.Exists(old => old.GetString("uid") == owner.GetString("uid") && old.GetBool("blockOwnerDeletion") == true)) continue;
            if (await CheckBlockingAsync(attributes, owner, cancellationToken) is { } refusal) return refusal;
        }

        return null;
    }

    private async ValueTask<StatusError?> CheckBlockingAsync(AdmissionAttributes attributes, JsonObject owner, CancellationToken cancellationToken)
    {
        var (apiVersion, kind) = (owner.GetString("apiVersion") ?? "", owner.GetString("kind") ?? "");
        var found = false;
        foreach (var version in registry.Versions)
        {
            foreach (var definition in version.Resources)
            {
                if (definition.ApiVersion != apiVersion || definition.Kind != kind || definition.StorageGroupVersion is null && !definition.Custom) continue;
                found = true;
                var question = Question(attributes, "update", definition.Group, definition.Version, definition.Plural) with
                {
                    Subresource = "finalizers",
                    Name = owner.GetString("name") ?? "",
                    Namespace = definition.Namespaced ? attributes.Namespace : "",
                };
                var decision = await authorizer.AuthorizeAsync(question, cancellationToken);
                if (!decision.IsAllowed)
                {
                    return attributes.Forbid(
                        $"cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: {decision.Reason}, <nil>");
                }
            }
        }

        return found ? null : attributes.Forbid(
            $"cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion {apiVersion} Kind {kind}: "
            + $"no matches for kind \"{kind}\" in version \"{apiVersion}\"");
    }

    private static AuthorizationAttributes Question(AdmissionAttributes attributes, string verb, string group, string version, string resource) => new()
    {
        User = attributes.User,
        Verb = verb,
        IsResourceRequest = true,
        ApiGroup = group,
        ApiVersion = version,
        Resource = resource,
        Subresource = "",
        Namespace = "",
        Name = "",
        Path = "",
        FieldSelector = "",
        LabelSelector = "",
    };

    private static List<JsonObject> Owners(JsonObject? document) => [.. (document?.FindArray("metadata", "ownerReferences") ?? []).OfType<JsonObject>()];
}
