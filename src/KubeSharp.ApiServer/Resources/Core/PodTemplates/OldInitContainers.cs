using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates;

/// <summary>Annotations that told of init containers before there was a field for them.</summary>
internal static class OldInitContainers
{
    private static readonly string[] Names =
    [
        "pod.beta.kubernetes.io/init-containers", "pod.alpha.kubernetes.io/init-containers", "pod.beta.kubernetes.io/init-container-statuses",
        "pod.alpha.kubernetes.io/init-container-statuses",
    ];

    /// <summary>Takes them from a pod or a template: the field alone counts.</summary>
    public static void Drop(JsonObject document)
    {
        if (document.FindObject("metadata", "annotations") is not { Count: > 0 } annotations) return;
        foreach (var name in Names) annotations.Remove(name);
        if (annotations.Count == 0) document.GetObject("metadata")!.Remove("annotations");
    }
}
