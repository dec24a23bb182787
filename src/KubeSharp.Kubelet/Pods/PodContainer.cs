using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>A container of a pod's spec, whichever of the three lists it stands in.</summary>
/// <param name="Kind">The list.</param>
/// <param name="Spec">Its spec; an ephemeral container's in the form of an ordinary one.</param>
/// <param name="Target">Of an ephemeral container: the container whose process namespace it joins.</param>
internal sealed record PodContainer(ContainerKind Kind, Container Spec, string? Target = null)
{
    public string Name => Spec.Name;

    /// <summary>An init container that goes on running beside the others.</summary>
    public bool IsSidecar => Kind == ContainerKind.Init && Spec.RestartPolicy == "Always";

    /// <summary>All containers of the pod: init, main, ephemeral.</summary>
    public static List<PodContainer> Of(Pod pod)
    {
        var spec = pod.Spec;
        var list = new List<PodContainer>();
        foreach (var container in spec.InitContainers ?? [])
        {
            list.Add(new PodContainer(ContainerKind.Init, container));
        }

        foreach (var container in spec.Containers)
        {
            list.Add(new PodContainer(ContainerKind.Main, container));
        }

        foreach (var container in spec.EphemeralContainers ?? [])
        {
            list.Add(new PodContainer(ContainerKind.Ephemeral, Ordinary(container), container.TargetContainerName));
        }

        return list;
    }

    private static Container Ordinary(EphemeralContainer c) => new()
    {
        Name = c.Name,
        Image = c.Image,
        Command = c.Command,
        Args = c.Args,
        WorkingDir = c.WorkingDir,
        EnvFrom = c.EnvFrom,
        Env = c.Env,
        Resources = c.Resources,
        VolumeMounts = c.VolumeMounts,
        VolumeDevices = c.VolumeDevices,
        TerminationMessagePath = c.TerminationMessagePath,
        TerminationMessagePolicy = c.TerminationMessagePolicy,
        ImagePullPolicy = c.ImagePullPolicy,
        SecurityContext = c.SecurityContext,
        Stdin = c.Stdin,
        StdinOnce = c.StdinOnce,
        Tty = c.Tty,
    };
}
