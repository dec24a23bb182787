using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Pods keep others away from their node at most, not from whole zones
/// (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#limitpodhardantiaffinitytopology).
/// </summary>
internal sealed class LimitPodHardAntiAffinityTopology : IValidatingAdmission
{
    private const string Host = "kubernetes.io/hostname";

    /// <inheritdoc/>
    public string Name => "LimitPodHardAntiAffinityTopology";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.FindObject("spec", "affinity", "podAntiAffinity") is not { } affinity) return default;
        foreach (var term in affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution"))
        {
            if (term.GetString("topologyKey") is var key && key != Host)
                return new(attributes.Forbid($"affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey {key} but only key {Host} is allowed"));
        }

        return default;
    }
}
