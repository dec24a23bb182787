using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>Makes a pod's status from what is observed and decided. Pure.</summary>
internal static class PodStatusBuilder
{
    /// <param name="s">What the decision was made on.</param>
    /// <param name="plan">The decision.</param>
    /// <param name="previous">The status as it was last reported.</param>
    /// <param name="hostIps">The node's addresses.</param>
    public static PodStatus Build(PodSnapshot s, PodPlan plan, PodStatus previous, IReadOnlyList<string> hostIps)
    {
        var pod = s.Pod;
        var generation = pod.Metadata.Generation is > 0 ? pod.Metadata.Generation : null;
        var status = new PodStatus
        {
            ObservedGeneration = generation,
            QosClass = QosClass.Of(pod),
            StartTime = previous.StartTime ?? s.Now,
            NominatedNodeName = previous.NominatedNodeName,
            HostIP = hostIps.Count > 0 ? hostIps[0] : null,
            HostIPs = hostIps.Count > 0 ? [.. hostIps.Select(ip => new HostIP { Ip = ip })] : null,
            ResourceClaimStatuses = previous.ResourceClaimStatuses,
            Resize = previous.Resize,
        };
        Addresses(s, status, previous, hostIps);
        var containers = PodContainer.Of(pod);
        var init = ContainerStatuses.Build(s, plan, containers, ContainerKind.Init, previous.InitContainerStatuses);
        var main = ContainerStatuses.Build(s, plan, containers, ContainerKind.Main, previous.ContainerStatuses);
        var ephemeral = ContainerStatuses.Build(s, plan, containers, ContainerKind.Ephemeral, previous.EphemeralContainerStatuses);
        if (s.Termination?.Outcome is { Rejected: true })
        {
            // Its containers are not waiting for anything.
            init = main = ephemeral = [];
        }

        status.InitContainerStatuses = init.Count > 0 ? init : null;
        status.ContainerStatuses = main.Count > 0 ? main : null;
        status.EphemeralContainerStatuses = ephemeral.Count > 0 ? ephemeral : null;
        status.Phase = PodPhase.Of(s, plan, init, main, previous.Phase);
        if (s.Termination?.Outcome is { } outcome)
        {
            status.Reason = outcome.Reason;
            status.Message = outcome.Message;
        }
        else if (status.Phase is "Failed" or "Succeeded")
        {
            status.Reason = previous.Reason;
            status.Message = previous.Message;
        }

        PodConditions.Fill(s, status, previous, generation);
        return status;
    }

    private static void Addresses(PodSnapshot s, PodStatus status, PodStatus previous, IReadOnlyList<string> hostIps)
    {
        IReadOnlyList<string> ips = s.Observed.Sandbox switch
        {
            null => [],
            _ when s.Pod.Spec.HostNetwork == true => hostIps,
            { Ready: true, Ips: var own } => own,

            // A pod that has ended keeps the address it had.
            _ => [.. (previous.PodIPs ?? []).Select(p => p.Ip)],
        };
        if (ips.Count > 0)
        {
            status.PodIP = ips[0];
            status.PodIPs = [.. ips.Select(ip => new PodIP { Ip = ip })];
        }
    }
}
