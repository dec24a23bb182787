using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Services get no external addresses beyond those they have (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips).</summary>
internal sealed class DenyServiceExternalIPs : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "DenyServiceExternalIPs";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Resource is not { Group: "", Resource: "services" } || attributes.Object is not { } service) return default;
        var known = Addresses(attributes.OldObject).ToHashSet(StringComparer.Ordinal);
        return Addresses(service).All(known.Contains) ? default : new(attributes.Forbid("Use of external IPs is denied by admission control."));
    }

    private static IEnumerable<string> Addresses(JsonObject? service) => (service?.FindArray("spec", "externalIPs") ?? []).OfType<JsonString>().Select(text => text.Value);
}
