using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Storage that is in use outlives its deletion: a finalizer on every volume, claim and attributes class
/// (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection).
/// </summary>
internal sealed class StorageObjectInUseProtection : IMutatingAdmission
{
    /// <inheritdoc/>
    public string Name => "StorageObjectInUseProtection";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var finalizer = attributes.IsFor("", "persistentvolumes") ? "kubernetes.io/pv-protection"
            : attributes.IsFor("", "persistentvolumeclaims") ? "kubernetes.io/pvc-protection"
            : attributes.IsFor("storage.k8s.io", "volumeattributesclasses") ? "kubernetes.io/vac-protection"
            : null;
        if (finalizer is null || attributes.Object is not { } document)
            return default;
        var finalizers = document.GetOrAddObject("metadata").GetOrAddArray("finalizers");
        if (!finalizers.Any(value => value is JsonString text && text.Value == finalizer))
            finalizers.Add(new JsonString(finalizer));
        return default;
    }
}
