using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The rules of a DaemonSet: one pod on every node that fits, replaced node by node when the template changes.
/// Rules: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/.
/// </summary>
internal static class DaemonSetDecision
{
    /// <summary>The most pods to create or delete in one step.</summary>
    private const int Burst = 250;

    /// <summary>Decides.</summary>
    /// <param name="set">The DaemonSet.</param>
    /// <param name="hash">The revision of its template.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="pods">All pods that belong to it.</param>
    /// <param name="now">Now.</param>
    public static DaemonSetPlan Decide(DaemonSet set, string hash, IReadOnlyList<Node> nodes, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var plan = new DaemonSetPlan();
        PodTemplateSpec template = DaemonPods.Template(set, hash);
        var byNode = new Dictionary<string, List<Pod>>(StringComparer.Ordinal);
        foreach (Pod pod in pods)
        {
            string node = DaemonPods.NodeOf(pod) ?? "";
            if (!byNode.TryGetValue(node, out List<Pod>? list)) byNode.Add(node, list = []);
            list.Add(pod);
        }

        var states = new List<NodeState>(nodes.Count);
        foreach (Node node in nodes)
        {
            byNode.Remove(node.Metadata.Name!, out List<Pod>? here);
            (bool run, bool stay) = DaemonPods.Fits(template, node);
            states.Add(new NodeState(node.Metadata.Name!, run, stay, here ?? []));
        }

        if (set.Metadata.DeletionTimestamp is null && !Selectors.SelectsAll(set.Spec.Selector))
        {
            // Pods of nodes that are gone cannot run anywhere else; bound ones are the pod garbage collector's.
            foreach (List<Pod> lost in byNode.Values)
                foreach (Pod pod in lost)
                    if (pod.Metadata.DeletionTimestamp is null && string.IsNullOrEmpty(pod.Spec.NodeName)) plan.Delete.Add(pod);
            bool surging = MaxSurge(set, states) > 0;
            foreach (NodeState state in states) Place(set, hash, state, surging, plan, now);
            if (set.Spec.UpdateStrategy.Type != "OnDelete") Update(set, hash, states, plan, now);
        }

        if (plan.Create.Count > Burst) plan.Create.RemoveRange(Burst, plan.Create.Count - Burst);
        if (plan.Delete.Count > Burst) plan.Delete.RemoveRange(Burst, plan.Delete.Count - Burst);
        DaemonSetStatus status = Count(set, hash, states, plan, now);
        if (!status.Equals(set.Status)) plan.Status = status;
        return plan;
    }

    /// <summary>Brings one node to exactly one pod.</summary>
    private static void Place(DaemonSet set, string hash, NodeState state, bool surging, DaemonSetPlan plan, DateTimeOffset now)
    {
        List<Pod> running = [];
        bool ending = false;
        foreach (Pod pod in state.Pods)
        {
            if (pod.Metadata.DeletionTimestamp is not null)
            {
                ending = true;
                continue;
            }

            if (!state.MayStay)
            {
                plan.Delete.Add(pod);
            }
            else if (pod.Status.Phase is "Failed" or "Succeeded")
            {
                plan.Delete.Add(pod);
                plan.Failed.Add(pod);
                ending = true;
            }
            else
            {
                running.Add(pod);
            }
        }

        if (!state.MayStay) return;
        if (running.Count == 0)
        {
            // The name and ports of a pod that is ending are still taken, unless pods may overlap.
            if (state.ShouldRun && (!ending || surging)) plan.Create.Add(state.Name);
            return;
        }

        running.Sort(static (a, b) =>
        {
            bool boundA = !string.IsNullOrEmpty(a.Spec.NodeName);
            bool boundB = !string.IsNullOrEmpty(b.Spec.NodeName);
            if (boundA != boundB) return boundA ? -1 : 1;
            int age = Nullable.Compare(a.Metadata.CreationTimestamp, b.Metadata.CreationTimestamp);
            return age != 0 ? age : string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name);
        });
        if (!surging)
        {
            plan.Delete.AddRange(running[1..]);
            return;
        }

        // While one template replaces another, a node may hold the oldest pod of each.
        Pod? old = running.Find(p => !IsCurrent(p, hash));
        Pod? current = running.Find(p => IsCurrent(p, hash));
        foreach (Pod pod in running)
        {
            bool superseded = ReferenceEquals(pod, old) && current is not null && PodFacts.IsAvailable(current, set.Spec.MinReadySeconds ?? 0, now);
            if ((!ReferenceEquals(pod, old) && !ReferenceEquals(pod, current)) || superseded) plan.Delete.Add(pod);
        }
    }

    private static void Update(DaemonSet set, string hash, List<NodeState> states, DaemonSetPlan plan, DateTimeOffset now)
    {
        int surge = MaxSurge(set, states);
        int minReady = set.Spec.MinReadySeconds ?? 0;
        if (surge > 0)
        {
            Surge(set, hash, states, plan, surge, now);
            return;
        }

        int unavailable = 0;
        var unavailableOld = new List<Pod>();
        var availableOld = new List<Pod>();
        foreach (NodeState state in states)
        {
            if (!state.ShouldRun) continue;
            Pod? pod = state.Pods.Find(p => p.Metadata.DeletionTimestamp is null && !plan.Delete.Contains(p));
            bool available = pod is not null && PodFacts.IsAvailable(pod, minReady, now);
            if (!available) unavailable++;
            if (pod is null || IsCurrent(pod, hash)) continue;
            if (available) availableOld.Add(pod);
            else unavailableOld.Add(pod);
        }

        // A pod that does not work can go at once: nobody loses anything.
        plan.Delete.AddRange(unavailableOld);
        int room = Math.Max(0, MaxUnavailable(set, states) - unavailable);
        plan.Delete.AddRange(availableOld[..Math.Min(room, availableOld.Count)]);
    }

    /// <summary>Starts the new pod beside the old one; <see cref="Place"/> removes the old one when the new one is available.</summary>
    private static void Surge(DaemonSet set, string hash, List<NodeState> states, DaemonSetPlan plan, int surge, DateTimeOffset now)
    {
        int minReady = set.Spec.MinReadySeconds ?? 0;
        int surging = 0;
        var candidates = new List<string>();
        foreach (NodeState state in states)
        {
            Pod? old = state.Pods.Find(p => p.Metadata.DeletionTimestamp is null && !IsCurrent(p, hash) && !plan.Delete.Contains(p));
            Pod? current = state.Pods.Find(p => p.Metadata.DeletionTimestamp is null && IsCurrent(p, hash));
            if (old is null) continue;
            if (current is not null) surging++;
            else if (!PodFacts.IsAvailable(old, minReady, now)) plan.Create.Add(state.Name);
            else if (state.ShouldRun) candidates.Add(state.Name);
        }

        plan.Create.AddRange(candidates[..Math.Min(Math.Max(0, surge - surging), candidates.Count)]);
    }

    private static DaemonSetStatus Count(DaemonSet set, string hash, List<NodeState> states, DaemonSetPlan plan, DateTimeOffset now)
    {
        int minReady = set.Spec.MinReadySeconds ?? 0;
        int desired = 0;
        int current = 0;
        int misplaced = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        foreach (NodeState state in states)
        {
            List<Pod> here = state.Pods.FindAll(p => p.Metadata.DeletionTimestamp is null && !plan.Delete.Contains(p));
            if (!state.ShouldRun)
            {
                if (here.Count > 0) misplaced++;
                continue;
            }

            desired++;
            if (here.Count == 0) continue;
            current++;
            if (here.Exists(PodFacts.IsReady)) ready++;
            if (here.Exists(p => PodFacts.IsAvailable(p, minReady, now))) available++;
            if (here.Exists(p => IsCurrent(p, hash))) updated++;
            foreach (Pod pod in here)
                if (PodFacts.UntilAvailable(pod, minReady, now) is { } left && (plan.After is null || left < plan.After)) plan.After = left;
        }

        DaemonSetStatus status = set.Status.DeepCopy();
        status.DesiredNumberScheduled = desired;
        status.CurrentNumberScheduled = current;
        status.NumberMisscheduled = misplaced;
        status.NumberReady = ready;
        status.NumberAvailable = available;
        status.NumberUnavailable = desired - available;
        status.UpdatedNumberScheduled = updated;
        status.ObservedGeneration = set.Metadata.Generation;
        return status;
    }

    private static bool IsCurrent(Pod pod, string hash) => pod.Metadata.Labels?.GetValueOrDefault(RevisionHistory.HashLabel) == hash;

    private static int MaxSurge(DaemonSet set, List<NodeState> states) => Scale(set.Spec.UpdateStrategy.RollingUpdate?.MaxSurge ?? 0, states);

    private static int MaxUnavailable(DaemonSet set, List<NodeState> states) => Scale(set.Spec.UpdateStrategy.RollingUpdate?.MaxUnavailable ?? 1, states);

    private static int Scale(IntOrString value, List<NodeState> states)
    {
        int desired = states.Count(static s => s.ShouldRun);
        return value.TryScale(desired, roundUp: true, out int scaled) ? scaled : 1;
    }

    private sealed record NodeState(string Name, bool ShouldRun, bool MayStay, List<Pod> Pods);
}
