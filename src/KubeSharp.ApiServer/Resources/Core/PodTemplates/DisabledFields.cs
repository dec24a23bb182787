using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>Fields of features that v1.36 leaves switched off: they are thrown away without a word, as if the field did not exist.</summary>
/// <remarks>https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/</remarks>
internal static class DisabledFields
{
    private static readonly string[] StatusLists = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];

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

    /// <summary>Takes them out of the status of a pod.</summary>
    /// <param name="status">The status as it is to be; changed.</param>
    /// <param name="old">As it is: what it has already may stay.</param>
    public static void DropFromStatus(JsonObject status, JsonObject? old)
    {
        // DRANodeAllocatableResources
        if (old?.GetArray("nodeAllocatableResourceClaimStatuses") is not { Count: > 0 }) status.Remove("nodeAllocatableResourceClaimStatuses");
        // ImageVolumeWithDigest
        if (old is not null && VolumeMounts(old).Any(mount => mount.Contains("volumeStatus"))) return;
        foreach (var mount in VolumeMounts(status)) mount.Remove("volumeStatus");
    }

    private static IEnumerable<JsonObject> VolumeMounts(JsonObject status) =>
        StatusLists.SelectMany(list => status.GetArray(list) ?? []).SelectMany(container => container.FindArray("volumeMounts") ?? []).OfType<JsonObject>();

    // ContainerStopSignals
    private static void StopSignal(JsonObject container)
    {
        if (container.GetObject("lifecycle") is not { } lifecycle || !lifecycle.Remove("stopSignal")) return;
        if (lifecycle["preStop"] is null or JsonNull && lifecycle["postStart"] is null or JsonNull) container.Remove("lifecycle");
    }
}
