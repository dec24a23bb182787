using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>An ingress that names no class gets the default one (https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class).</summary>
internal sealed class DefaultIngressClass(IObjectLister objects) : IMutatingAdmission
{
    private const string IsDefault = "ingressclass.kubernetes.io/is-default-class";
    private const string OldAnnotation = "kubernetes.io/ingress.class";

    /// <inheritdoc/>
    public string Name => "DefaultIngressClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("networking.k8s.io", "ingresses")
            || attributes.Object is not { } ingress
            || ingress.FindString("spec", "ingressClassName") is not null
            || ingress.Annotation(OldAnnotation) is { Length: > 0 })
            return default;
        if (Choose(objects.List("networking.k8s.io", "ingressclasses")) is { } name)
            ingress.GetOrAddObject("spec").Set("ingressClassName", name!);
        return default;
    }

    private static string? Choose(IReadOnlyList<JsonObject> classes)
    {
        (string Created, string Name)? best = null;
        foreach (var candidate in classes)
        {
            if (candidate.Annotation(IsDefault) != "true")
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
