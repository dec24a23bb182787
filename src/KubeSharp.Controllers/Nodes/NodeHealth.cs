using KubeSharp.Models.Coordination.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// What is remembered of a node's heartbeats. Times are our own clock's: a node is silent when we have not seen its lease or its Ready
/// condition change for the grace period, whatever its clock says.
/// </summary>
internal sealed record NodeHealth(DateTimeOffset LastSign, string? LeaseRevision, string? Heartbeat)
{
    public static NodeCondition? Condition(Node node, string type)
    {
        foreach (NodeCondition condition in node.Status.Conditions ?? [])
            if (condition.Type == type) return condition;
        return null;
    }

    /// <summary>Takes note of what the node shows now.</summary>
    public static NodeHealth Observe(NodeHealth? before, Node node, Lease? lease, DateTimeOffset now)
    {
        string? revision = lease?.Spec.RenewTime?.ToString();
        NodeCondition? ready = Condition(node, "Ready");

        // What this controller itself wrote is no sign of life: it leaves the heartbeat time as it is.
        string? heartbeat = ready?.LastHeartbeatTime?.ToString();
        if (before is null)
        {
            DateTimeOffset since = ready is null ? node.Metadata.CreationTimestamp?.Value ?? now : now;
            return new NodeHealth(since, revision, heartbeat);
        }

        bool alive = revision != before.LeaseRevision || heartbeat != before.Heartbeat;
        return before with { LastSign = alive ? now : before.LastSign, LeaseRevision = revision, Heartbeat = heartbeat };
    }

    /// <summary>How long the node may stay silent: longer while it has never said anything.</summary>
    public static TimeSpan Grace(Node node, ControllerManagerOptions options) =>
        Condition(node, "Ready") is null ? options.NodeStartupGracePeriod : options.NodeMonitorGracePeriod;

    /// <summary>The status of a silent node: everything the kubelet reports is unknown. Null when it says so already.</summary>
    public static NodeStatus? Silence(Node node, DateTimeOffset now)
    {
        NodeStatus status = node.Status.DeepCopy();
        status.Conditions ??= [];
        bool changed = false;
        foreach (string type in (ReadOnlySpan<string>)["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"])
        {
            NodeCondition? condition = status.Conditions.Find(c => c.Type == type);
            if (condition is null)
            {
                status.Conditions.Add(new NodeCondition
                {
                    Type = type,
                    Status = Truth.Unknown,
                    Reason = "NodeStatusNeverUpdated",
                    Message = "Kubelet never posted node status.",
                    LastHeartbeatTime = node.Metadata.CreationTimestamp,
                    LastTransitionTime = now,
                });
                changed = true;
            }
            else if (condition.Status != Truth.Unknown)
            {
                condition.Status = Truth.Unknown;
                condition.Reason = "NodeStatusUnknown";
                condition.Message = "Kubelet stopped posting node status.";
                condition.LastTransitionTime = now;
                changed = true;
            }
        }

        return changed ? status : null;
    }
}
