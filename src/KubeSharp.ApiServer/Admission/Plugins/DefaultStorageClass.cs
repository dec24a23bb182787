using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A claim that names no storage class gets the default one (https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass).</summary>
internal sealed class DefaultStorageClass(IObjectLister objects) : IMutatingAdmission
{
    private const string IsDefault = "storageclass.kubernetes.io/is-default-class";
    private const string BetaIsDefault = "storageclass.beta.kubernetes.io/is-default-class";
    private const string BetaClass = "volume.beta.kubernetes.io/storage-class";

    /// <inheritdoc/>
    public string Name => "DefaultStorageClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "persistentvolumeclaims")
            || attributes.Object is not { } claim
            || claim.Annotation(BetaClass) is not null
            || claim.FindString("spec", "storageClassName") is not null)
            return default;
        if (Choose(objects.List("storage.k8s.io", "storageclasses")) is { } name)
            claim.GetOrAddObject("spec").Set("storageClassName", name!);
        return default;
    }

    /// <summary>The default class made last; of two made in the same second the first by name. Null if there is none.</summary>
    public static string? Choose(IReadOnlyList<JsonObject> classes)
    {
        (string Created, string Name)? best = null;
        foreach (var candidate in classes)
        {
            if (candidate.Annotation(IsDefault) != "true" && candidate.Annotation(BetaIsDefault) != "true")
                continue;
            var created = candidate.FindString("metadata", "creationTimestamp") ?? "";
            var name = candidate.FindString("metadata", "name") ?? "";
            var order = best is null ? 1 : string.CompareOrdinal(created, best.Value.Created);
            if (order > 0 || (order == 0 && string.CompareOrdinal(name, best!.Value.Name) < 0))
                best = (created, name);
        }

        return best?.Name;
    }
}
