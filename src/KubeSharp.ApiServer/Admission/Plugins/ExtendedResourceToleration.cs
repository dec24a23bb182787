using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Pods that ask for special hardware tolerate the taint of the nodes that are kept for it
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration).
/// </summary>
internal sealed class ExtendedResourceToleration : IMutatingAdmission
{
    /// <inheritdoc/>
    public string Name => "ExtendedResourceToleration";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec) return default;
        SortedSet<string> wanted = new(StringComparer.Ordinal);
        foreach (var container in PodSpecs.Containers(spec))
        {
            foreach (var (name, _) in container.FindObject("resources", "requests") ?? [])
            {
                if (IsExtended(name)) wanted.Add(name);
            }
        }

        // An expired toleration is renewed: the seconds never count here.
        foreach (var name in wanted)
            Tolerations.AddOrUpdate(spec, new JsonObject { { "key", name }, { "operator", "Exists" }, { "effect", "NoSchedule" } });
        return default;
    }

    // Names with a domain that is not Kubernetes' own.
    private static bool IsExtended(string name) =>
        name.Contains('/', StringComparison.Ordinal)
        && !name.Contains("kubernetes.io/", StringComparison.Ordinal)
        && !name.StartsWith("requests.", StringComparison.Ordinal);
}
