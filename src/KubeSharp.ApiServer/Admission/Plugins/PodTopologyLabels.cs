using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A pod carries the zone and region of the node it is bound to (https://kep.k8s.io/4742).</summary>
internal sealed class PodTopologyLabels(IObjectLister objects) : IMutatingAdmission
{
    private static readonly string[] _labels = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

    /// <inheritdoc/>
    public string Name => "PodTopologyLabels";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not { } document)
            return default;

        // The labels of a Binding become the pod's.
        var node = attributes.IsFor("", "pods") ? document.FindString("spec", "nodeName")
            : attributes.IsFor("", "pods", "binding") && document.FindString("target", "kind") is "Node" or null or "" ? document.FindString("target", "name")
            : null;
        if (!string.IsNullOrEmpty(node) && objects.Get("", "nodes", "", node) is { } found)
            Copy(found, document);
        return default;
    }

    private static void Copy(JsonObject node, JsonObject document)
    {
        foreach (var label in _labels)
        {
            if (node.Label(label) is { } value)
                document.GetOrAddObject("metadata").GetOrAddObject("labels").Set(label, value!);
        }
    }
}
