using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Every pod has a service account, and with it a token and the credentials to pull images
/// (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller).
/// </summary>
internal sealed class ServiceAccount(IObjectLister objects) : IMutatingAdmission, IValidatingAdmission
{
    private const string EnforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets";

    /// <inheritdoc/>
    public string Name => "ServiceAccount";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Operation != AdmissionOperation.Create || !attributes.IsFor("", "pods") || attributes.Object is not { } pod)
            return null;
        if (PodSpecs.IsMirror(pod))
            return CheckMirror(attributes, pod);
        var spec = pod.GetOrAddObject("spec");
        var name = spec.GetString("serviceAccountName") is { Length: > 0 } given ? given : "default";
        spec.Set("serviceAccountName", name);
        spec.Set("serviceAccount", name);
        var account = await FindAsync(attributes.Namespace, name, cancellationToken);
        if (account is null)
            return Missing(attributes, name);
        if (spec.GetBool("automountServiceAccountToken") ?? account.GetBool("automountServiceAccountToken") ?? true)
            TokenVolume.Mount(spec, RandomSuffix.Append(TokenVolume.Prefix));
        if (spec.GetArray("imagePullSecrets") is not { Count: > 0 } && account.GetArray("imagePullSecrets") is { Count: > 0 } secrets)
            spec.Set("imagePullSecrets", secrets.Clone());
        return CheckMountable(attributes, spec, account);
    }

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not { } pod || pod.GetObject("spec") is not { } spec)
            return null;
        if (attributes.Operation == AdmissionOperation.Update && !attributes.IsFor("", "pods", "ephemeralcontainers"))
            return null;
        if (attributes.Operation == AdmissionOperation.Create && !attributes.IsFor("", "pods"))
            return null;
        if (PodSpecs.IsMirror(pod))
            return CheckMirror(attributes, pod);
        var name = spec.GetString("serviceAccountName") ?? "";
        if (name.Length == 0)
            return attributes.Forbid("no service account specified");
        var account = await FindAsync(attributes.Namespace, name, cancellationToken);
        return account is null ? Missing(attributes, name) : CheckMountable(attributes, spec, account);
    }

    private static StatusError Missing(AdmissionAttributes attributes, string name) =>
        attributes.Forbid($"error looking up service account {attributes.Namespace}/{name}: serviceaccount \"{name}\" not found");

    private static StatusError? CheckMirror(AdmissionAttributes attributes, JsonObject pod)
    {
        if (pod.GetObject("spec") is not { } spec)
            return null;
        if (spec.GetString("serviceAccountName") is { Length: > 0 })
            return attributes.Forbid("a mirror pod may not reference service accounts");
        if (PodSpecs.Secrets(spec).Any())
            return attributes.Forbid("a mirror pod may not reference secrets");
        foreach (var volume in spec.Objects("volumes"))
        {
            foreach (var source in volume.GetObject("projected")?.Objects("sources") ?? [])
            {
                if (source.GetObject("serviceAccountToken") is not null)
                    return attributes.Forbid("a mirror pod may not use ServiceAccountToken volume projections");
            }
        }

        return null;
    }

    // Where an account is annotated so, its pods may use only the secrets that the account lists.
    private static StatusError? CheckMountable(AdmissionAttributes attributes, JsonObject spec, JsonObject account)
    {
        if (account.Annotation(EnforceMountableSecrets) != "true")
            return null;
        var who = account.FindString("metadata", "name");
        var mountable = account.Objects("secrets").Select(secret => secret.GetString("name")).ToHashSet();
        foreach (var volume in spec.Objects("volumes"))
        {
            if (volume.FindString("secret", "secretName") is { Length: > 0 } secret && !mountable.Contains(secret))
            {
                return attributes.Forbid(
                    $"volume with secret.secretName=\"{secret}\" is not allowed because service account {who} does not reference that secret");
            }
        }

        foreach (var (list, kind) in ((string, string)[])[("initContainers", "init container"), ("containers", "container"), ("ephemeralContainers", "ephemeral container")])
        {
            foreach (var container in spec.Objects(list))
            {
                foreach (var variable in container.Objects("env"))
                {
                    if (variable.FindString("valueFrom", "secretKeyRef", "name") is { } secret && !mountable.Contains(secret))
                    {
                        return attributes.Forbid(
                            $"{kind} {container.GetString("name")} with envVar {variable.GetString("name")} referencing secret.secretName=\"{secret}\" is not allowed because service account {who} does not reference that secret");
                    }
                }
            }
        }

        var pullable = account.Objects("imagePullSecrets").Select(secret => secret.GetString("name")).ToHashSet();
        var index = 0;
        foreach (var secret in spec.Objects("imagePullSecrets"))
        {
            if (!pullable.Contains(secret.GetString("name")))
            {
                return attributes.Forbid(
                    $"imagePullSecrets[{index}].name=\"{secret.GetString("name")}\" is not allowed because service account {who} does not reference that imagePullSecret");
            }

            index++;
        }

        return null;
    }

    private async ValueTask<JsonObject?> FindAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        objects.Get("", "serviceaccounts", @namespace, name)
        ?? await objects.GetLatestAsync("", "serviceaccounts", @namespace, name, cancellationToken);
}
