namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>All that the runtime knows of one pod. Immutable.</summary>
internal sealed record ObservedPod
{
    public required string Uid { get; init; }

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ObservedSandbox> Sandboxes { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ObservedContainer> Containers { get; init; } = [];

    /// <summary>The newest sandbox.</summary>
    public ObservedSandbox? Sandbox => Sandboxes.Count > 0 ? Sandboxes[0] : null;

    public bool AnyRunning
    {
        get
        {
            foreach (var container in Containers)
            {
                if (container.State is ObservedState.Running or ObservedState.Unknown)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The newest container of this name, in this sandbox or (null) in any.</summary>
    public ObservedContainer? Newest(string name, string? sandboxId = null)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name && (sandboxId is null || container.SandboxId == sandboxId))
            {
                return container;
            }
        }

        return null;
    }

    public ObservedContainer? ById(string id)
    {
        foreach (var container in Containers)
        {
            if (container.Id == id)
            {
                return container;
            }
        }

        return null;
    }
}
