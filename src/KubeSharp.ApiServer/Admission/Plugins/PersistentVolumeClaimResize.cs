using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A claim grows only where its storage class lets it (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims).</summary>
internal sealed class PersistentVolumeClaimResize(IObjectLister objects) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "PersistentVolumeClaimResize";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "persistentvolumeclaims") || attributes.Object is not { } claim || attributes.OldObject is not { } old)
            return default;
        if (Size(claim) <= Size(old))
            return default;
        if (old.FindString("status", "phase") != "Bound")
            return new(attributes.Forbid("Only bound persistent volume claims can be expanded"));
        var name = claim.Annotation("volume.beta.kubernetes.io/storage-class") ?? claim.FindString("spec", "storageClassName") ?? "";
        var storageClass = name.Length == 0 ? null : objects.Get("storage.k8s.io", "storageclasses", "", name);
        return storageClass?.GetBool("allowVolumeExpansion") == true
            ? default
            : new(attributes.Forbid("only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"));
    }

    private static Quantity Size(JsonObject claim) =>
        Quantity.TryParse(claim.FindString("spec", "resources", "requests", "storage"), out var size) ? size : default;
}
