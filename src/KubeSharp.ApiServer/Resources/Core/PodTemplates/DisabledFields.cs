using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>Fields of features that v1.36 leaves switched off: they are thrown away without a word, as if the field did not exist.</summary>
/// <remarks>https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/</remarks>
internal static class DisabledFields
{
    /// <summary>Takes them out of the specification of a pod.</summary>
    public static void Drop(JsonObject? spec)
    {
        if (spec is null) return;
        // GenericWorkload
        spec.Remove("schedulingGroup");
        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            foreach (var item in spec.GetArray(list) ?? [])
            {
                if (item is JsonObject container) StopSignal(container);
            }
        }

        foreach (var item in spec.GetArray("volumes") ?? [])
        {
            foreach (var source in item.FindArray("projected", "sources") ?? [])
            {
                // ClusterTrustBundleProjection, PodCertificateRequest
                (source as JsonObject)?.Remove("clusterTrustBundle");
                (source as JsonObject)?.Remove("podCertificate");
            }
        }
    }

    // ContainerStopSignals
    private static void StopSignal(JsonObject container)
    {
        if (container.GetObject("lifecycle") is not { } lifecycle || !lifecycle.Remove("stopSignal")) return;
        if (lifecycle["preStop"] is null or JsonNull && lifecycle["postStart"] is null or JsonNull) container.Remove("lifecycle");
    }
}
