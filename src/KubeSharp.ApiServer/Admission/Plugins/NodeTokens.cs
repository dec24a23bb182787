using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Which service account tokens a kubelet gets: those of pods on its node, for audiences that the pods ask for.</summary>
internal sealed class NodeTokens(IObjectLister objects, IAuthorizer authorizer)
{
    /// <summary>Why a token is refused, or null.</summary>
    public async ValueTask<StatusError?> CheckAsync(AdmissionAttributes attributes, string node, CancellationToken cancellationToken)
    {
        if (attributes.Operation != AdmissionOperation.Create) return null;
        var reference = attributes.Object?.FindObject("spec", "boundObjectRef");
        if (reference?.GetString("apiVersion") != "v1" || reference.GetString("kind") != "Pod" || reference.GetString("name") is not { Length: > 0 } name)
            return attributes.Forbid("node requested token not bound to a pod");
        if (reference.GetString("uid") is not { Length: > 0 } uid) return attributes.Forbid("node requested token with a pod binding without a uid");
        var pod = objects.Get("", "pods", attributes.Namespace, name) ?? await objects.GetLatestAsync("", "pods", attributes.Namespace, name, cancellationToken);
        if (pod is null) return StatusError.NotFound(new GroupResource("", "pod"), name);
        if (pod.FindString("metadata", "uid") != uid)
        {
            return attributes.Forbid(
                $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        if (pod.FindString("spec", "nodeName") != node) return attributes.Forbid("node requested token bound to a pod scheduled on a different node");
        return await CheckAudienceAsync(attributes, pod, cancellationToken);
    }

    private async ValueTask<StatusError?> CheckAudienceAsync(AdmissionAttributes attributes, JsonObject pod, CancellationToken cancellationToken)
    {
        var audiences = (attributes.Object?.FindArray("spec", "audiences") ?? []).OfType<JsonString>().Select(text => text.Value).ToList();
        if (audiences.Count > 1) return attributes.Forbid("node may only request 0 or 1 audiences");
        var audience = audiences.Count == 0 ? "" : audiences[0];
        if (Asks(pod, audience)) return null;
        var decision = await authorizer.AuthorizeAsync(
            new AuthorizationAttributes
            {
                User = attributes.User,
                Verb = "request-serviceaccounts-token-audience",
                IsResourceRequest = true,
                ApiGroup = "",
                ApiVersion = "v1",
                Resource = audience,
                Subresource = "",
                Namespace = attributes.Namespace,
                Name = attributes.Name,
                Path = "",
                FieldSelector = "",
                LabelSelector = "",
            },
            cancellationToken);
        return decision.IsAllowed
            ? null
            : attributes.Forbid(
                $"audience \"{audience}\" not found in pod spec volume, {attributes.User.Name} is not authorized to request tokens for this audience");
    }

    // By a projected volume, or through the driver of a volume that wants tokens of its pods.
    private bool Asks(JsonObject pod, string audience)
    {
        foreach (var volume in pod.GetObject("spec")?.Objects("volumes") ?? [])
        {
            foreach (var source in volume.GetObject("projected")?.Objects("sources") ?? [])
            {
                if (source.GetObject("serviceAccountToken") is { } token && (token.GetString("audience") ?? "") == audience) return true;
            }

            if (Driver(pod, volume) is { } driver && DriverAsks(driver, audience)) return true;
        }

        return false;
    }

    private string? Driver(JsonObject pod, JsonObject volume)
    {
        if (volume.FindString("csi", "driver") is { } direct) return direct;
        var claimName = volume.GetObject("ephemeral") is not null
            ? $"{pod.FindString("metadata", "name")}-{volume.GetString("name")}"
            : volume.FindString("persistentVolumeClaim", "claimName");
        if (claimName is null || objects.Get("", "persistentvolumeclaims", pod.FindString("metadata", "namespace") ?? "", claimName) is not { } claim) return null;
        return claim.FindString("spec", "volumeName") is { Length: > 0 } name ? objects.Get("", "persistentvolumes", "", name)?.FindString("spec", "csi", "driver") : null;
    }

    private bool DriverAsks(string driver, string audience) =>
        objects.Get("storage.k8s.io", "csidrivers", "", driver)?.GetObject("spec") is { } spec
        && spec.Objects("tokenRequests").Any(request => (request.GetString("audience") ?? "") == audience);
}
