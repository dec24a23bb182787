using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>Reports events about pods and their containers.</summary>
internal sealed class ContainerEvents(EventRecorder? recorder)
{
    /// <summary>About a container, by its place in the pod's spec.</summary>
    public void Report(Pod pod, PodContainer container, string type, string reason, string message)
    {
        var list = container.Kind switch
        {
            ContainerKind.Init => "initContainers",
            ContainerKind.Ephemeral => "ephemeralContainers",
            _ => "containers",
        };
        Send(pod, $"spec.{list}{{{container.Name}}}", type, reason, message);
    }

    /// <summary>About a pod as a whole.</summary>
    public void Report(Pod pod, string type, string reason, string message) => Send(pod, null, type, reason, message);

    private void Send(Pod pod, string? fieldPath, string type, string reason, string message) =>
        recorder?.Event(
            new ObjectReference
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Namespace = pod.Metadata.Namespace,
                Name = pod.Metadata.Name,
                Uid = pod.Metadata.Uid,
                ResourceVersion = pod.Metadata.ResourceVersion,
                FieldPath = fieldPath,
            },
            type, reason, message);
}
