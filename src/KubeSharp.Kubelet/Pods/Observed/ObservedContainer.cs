namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>A container as the runtime knows it, dead ones included.</summary>
internal sealed record ObservedContainer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string SandboxId { get; init; }

    public required ObservedState State { get; init; }

    /// <summary>How many containers of this name ran in this pod before it.</summary>
    public int RestartCount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int ExitCode { get; init; }

    /// <summary>Why it ended, in a word: Completed, Error, OOMKilled, StartError, ...</summary>
    public string Reason { get; init; } = "";

    /// <summary>The termination message.</summary>
    public string Message { get; init; } = "";

    /// <summary>The image's name.</summary>
    public string Image { get; init; } = "";

    /// <summary>The image's digest reference.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The hash of the spec it was made from.</summary>
    public string Hash { get; init; } = "";

    public string LogPath { get; init; } = "";

    public bool Running => State == ObservedState.Running;
}
