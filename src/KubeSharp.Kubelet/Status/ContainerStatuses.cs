using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>The statuses of a pod's containers.</summary>
internal static class ContainerStatuses
{
    private const string Scheme = "containerd://";
    private const int Killed = 137;

    public static List<ContainerStatus> Build(
        PodSnapshot s, PodPlan plan, List<PodContainer> containers, ContainerKind kind, List<ContainerStatus>? previous)
    {
        var hasInit = s.Pod.Spec.InitContainers is { Count: > 0 };
        var list = new List<ContainerStatus>();
        foreach (var container in containers)
        {
            if (container.Kind == kind)
            {
                list.Add(One(s, plan, container, previous?.Find(p => p.Name == container.Name), hasInit));
            }
        }

        // Init containers stand in the order of the spec; the others sorted by name, as the API server has always shown them.
        if (kind != ContainerKind.Init)
        {
            list.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        }

        return list;
    }

    private static ContainerStatus One(PodSnapshot s, PodPlan plan, PodContainer container, ContainerStatus? previous, bool hasInit)
    {
        var current = s.Observed.Newest(container.Name);
        var status = current is null ? Unseen(s, plan, container, previous, hasInit) : Seen(s, container, current);
        if (current is not { State: ObservedState.Running } && plan.Waiting.TryGetValue(container.Name, out var waiting) && !plan.Done)
        {
            if (status.State.Terminated is { } ended)
            {
                status.LastState = new ContainerState { Terminated = ended };
            }

            status.State = new ContainerState { Waiting = new ContainerStateWaiting { Reason = waiting.Reason, Message = waiting.Message } };
        }

        Readiness(s, container, current, status);
        Resources(container, status);
        return status;
    }

    private static ContainerStatus Unseen(PodSnapshot s, PodPlan plan, PodContainer container, ContainerStatus? previous, bool hasInit)
    {
        var status = new ContainerStatus { Name = container.Name, Image = container.Spec.Image ?? "", ImageID = "" };
        if (previous is not null)
        {
            status.RestartCount = previous.RestartCount;
            status.LastState = previous.LastState;
            if (previous.State.Terminated is not null || (previous.State.Running is not null && plan.Done))
            {
                status.Image = previous.Image;
                status.ImageID = previous.ImageID;
                status.ContainerID = previous.ContainerID;
                status.State = previous.State.Terminated is not null ? previous.State : new ContainerState { Terminated = Lost(previous) };
                return status;
            }

            if (previous.State.Running is not null)
            {
                status.LastState = new ContainerState { Terminated = Lost(previous) };
            }
        }

        if (plan.Done && s.Termination?.Outcome is null && s.Observed.Sandbox is not null && container.Kind == ContainerKind.Main)
        {
            status.State = new ContainerState
            {
                Waiting = new ContainerStateWaiting { Reason = hasInit ? "PodInitializing" : "ContainerCreating" },
            };
            return status;
        }

        status.State = new ContainerState
        {
            Waiting = new ContainerStateWaiting { Reason = hasInit ? "PodInitializing" : "ContainerCreating" },
        };
        return status;
    }

    private static ContainerStateTerminated Lost(ContainerStatus previous) => new()
    {
        ExitCode = Killed,
        Reason = "ContainerStatusUnknown",
        Message = "The container could not be located when the pod was deleted.  The container used to be Running",
        ContainerID = previous.ContainerID,
        StartedAt = previous.State.Running?.StartedAt,
    };

    private static ContainerStatus Seen(PodSnapshot s, PodContainer container, ObservedContainer current)
    {
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = current.Image.Length > 0 && !current.Image.StartsWith("sha256:", StringComparison.Ordinal) ? current.Image : container.Spec.Image ?? "",
            ImageID = current.ImageId,
            ContainerID = Scheme + current.Id,
            RestartCount = current.RestartCount,
            State = State(current),
        };
        foreach (var older in s.Observed.Containers)
        {
            if (older.Name == container.Name && older.Id != current.Id)
            {
                if (older.State == ObservedState.Exited)
                {
                    status.LastState = new ContainerState { Terminated = Ended(older) };
                }

                break;
            }
        }

        return status;
    }

    private static ContainerState State(ObservedContainer container) => container.State switch
    {
        ObservedState.Running => new ContainerState { Running = new ContainerStateRunning { StartedAt = ToTime(container.StartedAt) } },
        ObservedState.Exited => new ContainerState { Terminated = Ended(container) },
        ObservedState.Unknown => new ContainerState
        {
            Terminated = new ContainerStateTerminated
            {
                ExitCode = Killed,
                Reason = "ContainerStatusUnknown",
                Message = "The container could not be located when the pod was terminated",
                ContainerID = Scheme + container.Id,
            },
        },
        _ => new ContainerState { Waiting = new ContainerStateWaiting { Reason = "ContainerCreating" } },
    };

    private static ContainerStateTerminated Ended(ObservedContainer container) => new()
    {
        ExitCode = container.ExitCode,
        Reason = container.Reason.Length > 0 ? container.Reason : container.ExitCode == 0 ? "Completed" : "Error",
        Message = container.Message.Length > 0 ? container.Message : null,
        StartedAt = ToTime(container.StartedAt),
        FinishedAt = ToTime(container.FinishedAt),
        ContainerID = Scheme + container.Id,
    };

    private static Time? ToTime(DateTimeOffset? at) => at is { } instant ? new Time(instant) : null;

    private static void Readiness(PodSnapshot s, PodContainer container, ObservedContainer? current, ContainerStatus status)
    {
        if (container.Kind == ContainerKind.Ephemeral)
        {
            return;
        }

        if (current is { State: ObservedState.Running })
        {
            var verdict = s.Probes.GetValueOrDefault(current.Id);
            var hooking = s.StartingContainer == container.Name;
            status.Started = !hooking && (verdict?.Started ?? container.Spec.StartupProbe is null);
            status.Ready = status.Started == true &&
                (container.Kind == ContainerKind.Main || container.IsSidecar) &&
                (verdict?.Ready ?? container.Spec.ReadinessProbe is null);
        }
        else
        {
            status.Started = false;

            // An init container that has done its work is ready.
            status.Ready = container.Kind == ContainerKind.Init && !container.IsSidecar && status.State.Terminated is { ExitCode: 0 };
        }
    }

    private static void Resources(PodContainer container, ContainerStatus status)
    {
        if (container.Kind == ContainerKind.Ephemeral)
        {
            return;
        }

        var resources = container.Spec.Resources;
        status.Resources = new ResourceRequirements { Limits = resources.Limits, Requests = resources.Requests };
        status.AllocatedResources = resources.Requests;
        foreach (var mount in container.Spec.VolumeMounts ?? [])
        {
            (status.VolumeMounts ??= []).Add(new VolumeMountStatus
            {
                Name = mount.Name,
                MountPath = mount.MountPath,
                ReadOnly = mount.ReadOnly,
                RecursiveReadOnly = mount.ReadOnly == true ? "Disabled" : null,
            });
        }
    }
}
