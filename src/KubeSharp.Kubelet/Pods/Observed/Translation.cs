using System.Globalization;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Pods.Config;

namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>From the runtime's answers to the picture of a pod.</summary>
internal static class Translation
{
    private const long NanosecondsPerTick = 100;

    public static ObservedState State(ContainerState state) => state switch
    {
        ContainerState.ContainerCreated => ObservedState.Created,
        ContainerState.ContainerRunning => ObservedState.Running,
        ContainerState.ContainerExited => ObservedState.Exited,
        _ => ObservedState.Unknown,
    };

    public static ObservedSandbox Sandbox(PodSandboxStatus status)
    {
        var ips = new List<string>();
        if (status.Network is { Ip.Length: > 0 } network)
        {
            ips.Add(network.Ip);
            foreach (var additional in network.AdditionalIps)
            {
                ips.Add(additional.Ip);
            }
        }

        var host = status.Linux?.Namespaces?.Options?.Network == NamespaceMode.Node;
        return new ObservedSandbox
        {
            Id = status.Id,
            Attempt = (int)(status.Metadata?.Attempt ?? 0),
            Ready = status.State == PodSandboxState.SandboxReady,
            CreatedAt = Instant(status.CreatedAt),
            HostNetwork = host,
            Ips = host ? [] : ips,
        };
    }

    public static ObservedContainer Container(ContainerStatus status, string sandboxId)
    {
        var state = State(status.State);
        return new ObservedContainer
        {
            Id = status.Id,
            Name = status.Labels.TryGetValue(Labels.ContainerName, out var name) ? name : status.Metadata?.Name ?? "",
            SandboxId = sandboxId,
            State = state,
            RestartCount = status.Annotations.TryGetValue(Labels.RestartCount, out var count) &&
                int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : (int)(status.Metadata?.Attempt ?? 0),
            CreatedAt = Instant(status.CreatedAt),
            StartedAt = status.StartedAt > 0 ? Instant(status.StartedAt) : null,
            FinishedAt = status.FinishedAt > 0 ? Instant(status.FinishedAt) : null,
            ExitCode = status.ExitCode,
            Reason = status.Reason,
            Message = state == ObservedState.Exited ? TerminationMessage.Read(status) : "",
            Image = status.Image?.Image ?? "",
            ImageId = status.ImageRef,
            Hash = status.Annotations.TryGetValue(Labels.Hash, out var hash) ? hash : "",
            LogPath = status.LogPath,
        };
    }

    private static DateTimeOffset Instant(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);
}
