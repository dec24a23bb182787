namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>One thing to do next for a pod.</summary>
internal abstract record PodAction
{
    /// <summary>Make a sandbox. It takes the start lane.</summary>
    public sealed record CreateSandbox(int Attempt) : PodAction;

    /// <summary>Tear a sandbox and its network down.</summary>
    public sealed record StopSandbox(string Id) : PodAction;

    /// <summary>Pull, create and start a container. It takes the start lane.</summary>
    public sealed record StartContainer(PodContainer Container, int RestartCount) : PodAction;

    /// <summary>Run the preStop hook, stop the container gracefully, by force when the time is over.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Deadline">When the grace ends.</param>
    /// <param name="Message">Why, for the event.</param>
    public sealed record KillContainer(string Id, string Name, DateTimeOffset Deadline, string Message) : PodAction;

    /// <summary>Forget a dead container that is no longer needed for status or logs.</summary>
    public sealed record RemoveContainer(string Id) : PodAction;

    /// <summary>Forget a dead sandbox.</summary>
    public sealed record RemoveSandbox(string Id) : PodAction;

    /// <summary>Everything of the pod has ended: release volumes and cgroups.</summary>
    public sealed record Finish : PodAction;
}
