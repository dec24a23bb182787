namespace KubeSharp.Scheduler.Framework;

/// <summary>Pods that preemption has promised a node and that are not placed yet: others of lower priority must not take the room.</summary>
internal sealed class Nominations
{
    private readonly Dictionary<string, List<PodInfo>> byNode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> nodeOf = new(StringComparer.Ordinal);

    /// <summary>How many nodes have promised room.</summary>
    public int NodeCount => byNode.Count;

    /// <summary>The pods promised to a node; null when there are none.</summary>
    public List<PodInfo>? On(string nodeName) => byNode.GetValueOrDefault(nodeName);

    /// <summary>The node promised to a pod, or null.</summary>
    public string? NodeOf(string podKey) => nodeOf.GetValueOrDefault(podKey);

    /// <summary>Promises a node, replacing an earlier promise.</summary>
    public void Set(PodInfo pod, string nodeName)
    {
        Remove(pod.Key);
        nodeOf[pod.Key] = nodeName;
        if (!byNode.TryGetValue(nodeName, out var list))
            byNode.Add(nodeName, list = []);
        list.Add(pod);
    }

    /// <summary>Takes a promise back.</summary>
    public void Remove(string podKey)
    {
        if (!nodeOf.Remove(podKey, out var nodeName) || !byNode.TryGetValue(nodeName, out var list))
            return;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].Key == podKey)
                list.RemoveAt(i);
        }

        if (list.Count == 0)
            byNode.Remove(nodeName);
    }
}
