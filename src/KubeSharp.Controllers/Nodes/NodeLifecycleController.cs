using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Models.Coordination.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Notices nodes that fall silent: marks them Unknown, taints what is wrong with them, and marks their pods not ready, so that
/// services stop sending there. Evicting is the taint eviction controller's.
/// </summary>
internal sealed class NodeLifecycleController : KeyedController
{
    private const string ByNode = "nodeName";
    private const string LeaseNamespace = "kube-node-lease";
    private readonly Informer<Node> nodes;
    private readonly Informer<Lease> leases;
    private readonly Informer<Pod> pods;
    private readonly ConcurrentDictionary<string, NodeHealth> health = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> nextTaint = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public NodeLifecycleController(ControllerContext context)
        : base(context, workers: 8)
    {
        nodes = Main<Node>();
        leases = Need<Lease>(LeaseNamespace);

        // A renewal only matters to a node that was thought silent; all others are looked at when their time is up.
        leases.AddHandler(LeaseSeen, (_, lease) => LeaseSeen(lease));
        pods = Need<Pod>();
        pods.AddIndex(ByNode, static p => p.Spec.NodeName is { Length: > 0 } node ? [node] : []);
        pods.AddHandler(added: pod =>
        {
            // A pod that reaches a node just before it is marked must be marked, too.
            if (pod.Spec.NodeName is { Length: > 0 } name && nodes.Get(null, name) is { } node && !IsReady(node)) Queue.Add(ObjectKey.Of(node));
        });
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Node? node = nodes.Get(key);
        if (node is null)
        {
            health.TryRemove(key.Name, out _);
            return ReconcileResult.Done;
        }

        DateTimeOffset now = Context.Now;
        Lease? lease = leases.Get(LeaseNamespace, key.Name);
        NodeHealth seen = health.AddOrUpdate(key.Name, _ => NodeHealth.Observe(null, node, lease, now), (_, before) => NodeHealth.Observe(before, node, lease, now));
        TimeSpan left = seen.LastSign + NodeHealth.Grace(node, Context.Options) - now;
        if (left <= TimeSpan.Zero && NodeHealth.Silence(node, now) is { } silent)
        {
            Node copy = node.DeepCopy();
            copy.Status = silent;
            node = await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        TimeSpan? wait = await TaintAsync(node, now, cancellationToken).ConfigureAwait(false);
        if (!IsReady(node)) await MarkPodsAsync(node, now, cancellationToken).ConfigureAwait(false);
        TimeSpan next = left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(100) : Context.Options.NodeMonitorGracePeriod;
        return ReconcileResult.After(wait < next ? wait.Value : next);
    }

    /// <summary>Brings the taints up to date; answers with the time until the zone allows this node to be evicted, if it has to wait.</summary>
    private async Task<TimeSpan?> TaintAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool sick = NodeHealth.Condition(node, "Ready")?.Status is Truth.False or Truth.Unknown;
        (bool evict, TimeSpan? wait) = sick ? MayEvict(node, now) : (false, null);
        if (NodeTaints.Decide(node, evict, now) is not { } taints) return wait;
        Node copy = node.DeepCopy();
        copy.Spec.Taints = taints;
        await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return wait;
    }

    private (bool Evict, TimeSpan? Wait) MayEvict(Node node, DateTimeOffset now)
    {
        IReadOnlyList<Node> all = nodes.List();
        Dictionary<string, ZoneState> states = Zones.Judge(all);
        string zone = Zones.Of(node);
        int size = 0;
        foreach (Node other in all)
            if (Zones.Of(other) == zone) size++;
        bool allFull = true;
        foreach (ZoneState state in states.Values) allFull &= state == ZoneState.Full;
        double rate = Zones.EvictionRate(states.GetValueOrDefault(zone), allFull, size);
        if (allFull) return (false, null);
        if (NodeTaints.HasNoExecute(node)) return (true, null);
        if (rate <= 0) return (false, Context.Options.NodeMonitorPeriod);
        lock (gate)
        {
            if (nextTaint.TryGetValue(zone, out DateTimeOffset at) && at > now) return (false, at - now);
            nextTaint[zone] = now + TimeSpan.FromSeconds(1 / rate);
            return (true, null);
        }
    }

    private async Task MarkPodsAsync(Node node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (Pod pod in pods.ByIndex(ByNode, node.Metadata.Name!))
        {
            if (!PodFacts.IsReady(pod)) continue;
            Pod copy = pod.DeepCopy();
            PodCondition ready = PodFacts.Condition(copy, "Ready")!;
            ready.Status = Truth.False;
            ready.Reason = "NodeNotReady";
            ready.LastTransitionTime = now;
            try
            {
                await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
                Context.Events.Event(pod, EventTypes.Warning, "NodeNotReady", "Node is not ready");
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                // Gone already.
            }
        }
    }

    private void LeaseSeen(Lease lease)
    {
        string name = lease.Metadata.Name ?? "";
        DateTimeOffset now = Context.Now;
        if (nodes.Get(null, name) is not { } node) return;
        health.AddOrUpdate(name, _ => NodeHealth.Observe(null, node, lease, now), (_, before) => NodeHealth.Observe(before, node, lease, now));
        if (NodeHealth.Condition(node, "Ready")?.Status == Truth.Unknown) Queue.Add(ObjectKey.Of(node));
    }

    private static bool IsReady(Node node) => NodeHealth.Condition(node, "Ready")?.Status == Truth.True;
}
