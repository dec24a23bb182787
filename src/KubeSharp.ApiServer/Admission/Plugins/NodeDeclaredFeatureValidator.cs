using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A pod that runs is changed only in ways that its node has said it can follow (status.declaredFeatures).</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/node-declared-features/</remarks>
internal sealed class NodeDeclaredFeatureValidator(IObjectLister objects) : IValidatingAdmission
{
    private static readonly (string Name, Func<JsonObject, JsonObject, bool> IsNeeded)[] Features =
    [
        ("GuaranteedQoSPodCPUResize", ResizesGuaranteedCpu),
        ("InPlacePodLevelResourcesVerticalScaling", ResizesPod),
    ];

    /// <inheritdoc/>
    public string Name => "NodeDeclaredFeatureValidator";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Update;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") && !attributes.IsFor("", "pods", "resize")) return default;
        if (attributes is not { Object: { } pod, OldObject: { } old }) return default;
        if (pod.FindString("spec", "nodeName") is not { Length: > 0 } name) return default;
        var needed = new List<string>();
        foreach (var (feature, isNeeded) in Features)
        {
            if (isNeeded(old, pod)) needed.Add(feature);
        }

        if (needed.Count == 0) return default;
        if (objects.Get("", "nodes", "", name) is not { } node) return new(attributes.Forbid($"node \"{name}\" not found"));
        foreach (var declared in node.FindArray("status", "declaredFeatures") ?? []) needed.Remove((declared as JsonString)?.Value ?? "");
        return needed.Count == 0
            ? default
            : new(attributes.Forbid($"pod update requires features {string.Join(", ", needed)} which are not available on node \"{name}\""));
    }

    // Processors of such pods may be exclusive: a kubelet must be able to hand them over.
    private static bool ResizesGuaranteedCpu(JsonObject old, JsonObject pod)
    {
        if (old.FindString("status", "qosClass") != "Guaranteed") return false;
        var (before, now) = (old.FindArray("spec", "containers") ?? [], pod.FindArray("spec", "containers") ?? []);
        for (var i = 0; i < before.Count && i < now.Count; i++)
        {
            if (Cpu(before[i]).CompareTo(Cpu(now[i])) != 0) return true;
        }

        return false;
    }

    private static bool ResizesPod(JsonObject old, JsonObject pod)
    {
        var (before, now) = (old.Find("spec", "resources"), pod.Find("spec", "resources"));
        return (before ?? now) is not (null or JsonNull) && !JsonValue.DeepEquals(before ?? JsonNull.Instance, now ?? JsonNull.Instance);
    }

    private static Quantity Cpu(JsonValue container) =>
        container.Find("resources", "requests", "cpu") is JsonString { Value: var text } && Quantity.TryParse(text, out var cpu) ? cpu : default;
}
