using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The rules of a StatefulSet: pods with numbers, started from the lowest and ended from the highest, one after the other unless told
/// otherwise. Rules: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/.
/// </summary>
internal static class StatefulSetDecision
{
    /// <summary>Decides.</summary>
    /// <param name="set">The StatefulSet.</param>
    /// <param name="pods">All pods that belong to it.</param>
    /// <param name="current">The revision it comes from.</param>
    /// <param name="update">The revision it goes to.</param>
    /// <param name="now">Now.</param>
    public static StatefulSetPlan Decide(StatefulSet set, IReadOnlyList<Pod> pods, ControllerRevision current, ControllerRevision update, DateTimeOffset now)
    {
        var step = new Step(set, pods, current, update, now);
        step.Count();
        if (set.Metadata.DeletionTimestamp is null) step.Act();
        step.Finish();
        return step.Plan;
    }

    private sealed class Step
    {
        private readonly StatefulSet set;
        private readonly DateTimeOffset now;
        private readonly ControllerRevision update;
        private readonly string currentHash;
        private readonly string updateHash;
        private readonly int start;
        private readonly int replicas;
        private readonly int minReady;
        private readonly bool ordered;
        private readonly Pod?[] wanted;
        private readonly List<Pod> condemned = [];

        public Step(StatefulSet set, IReadOnlyList<Pod> pods, ControllerRevision current, ControllerRevision update, DateTimeOffset now)
        {
            this.set = set;
            this.now = now;
            this.update = update;
            currentHash = RevisionHistory.Hash(current);
            updateHash = RevisionHistory.Hash(update);
            start = set.Spec.Ordinals?.Start ?? 0;
            replicas = set.Spec.Replicas ?? 1;
            minReady = set.Spec.MinReadySeconds ?? 0;
            ordered = set.Spec.PodManagementPolicy != "Parallel";
            wanted = new Pod?[replicas];
            Plan = new StatefulSetPlan { Status = set.Status.DeepCopy() };
            foreach (Pod pod in pods)
            {
                int ordinal = StatefulPods.Ordinal(set, pod);
                if (ordinal < 0) continue;
                if (ordinal >= start && ordinal < start + replicas) wanted[ordinal - start] = pod;
                else condemned.Add(pod);
            }

            condemned.Sort((a, b) => StatefulPods.Ordinal(set, b).CompareTo(StatefulPods.Ordinal(set, a)));
            StatefulSetStatus status = Plan.Status;
            status.CurrentRevision = current.Metadata.Name;
            status.UpdateRevision = update.Metadata.Name;
            status.ObservedGeneration = set.Metadata.Generation;
        }

        public StatefulSetPlan Plan { get; }

        public void Count()
        {
            StatefulSetStatus status = Plan.Status;
            status.Replicas = status.AvailableReplicas = 0;
            status.ReadyReplicas = status.CurrentReplicas = status.UpdatedReplicas = 0;
            foreach (Pod? pod in (List<Pod?>)[.. wanted, .. condemned])
            {
                if (pod is null) continue;
                status.Replicas++;
                bool running = pod.Status.Phase == "Running";
                if (running && PodFacts.IsReady(pod)) status.ReadyReplicas++;
                if (running && PodFacts.IsAvailable(pod, minReady, now)) status.AvailableReplicas++;
                if (PodFacts.UntilAvailable(pod, minReady, now) is { } left && (Plan.After is null || left < Plan.After)) Plan.After = left;
                if (pod.Metadata.DeletionTimestamp is not null) continue;
                string hash = HashOf(pod);
                if (hash == currentHash) status.CurrentReplicas++;
                if (hash == updateHash) status.UpdatedReplicas++;
            }
        }

        public void Act()
        {
            if (!Fill()) return;
            if (!Shrink()) return;
            if (set.Spec.UpdateStrategy.Type != "OnDelete") Roll();
        }

        /// <summary>The rollout is over when every pod is of the new revision and ready.</summary>
        public void Finish()
        {
            StatefulSetStatus status = Plan.Status;
            if (set.Spec.UpdateStrategy.Type != "OnDelete" && status.UpdatedReplicas == status.Replicas && status.ReadyReplicas == status.Replicas
                && status.Replicas == replicas && Plan.Create.Count == 0 && Plan.Delete.Count == 0)
            {
                status.CurrentReplicas = status.UpdatedReplicas;
                status.CurrentRevision = update.Metadata.Name;
            }
        }

        /// <summary>Makes the pods that are missing; false when the order says to wait.</summary>
        private bool Fill()
        {
            for (int i = 0; i < replicas; i++)
            {
                Pod? pod = wanted[i];
                Plan.Claims.Add(start + i);
                if (pod is null)
                {
                    Plan.Create.Add((start + i, IsNew(i)));
                    if (ordered) return false;
                    continue;
                }

                if (PodFacts.IsFinished(pod) && pod.Metadata.DeletionTimestamp is null)
                {
                    // The name is free only when the pod is gone.
                    Plan.Delete.Add(pod);
                    if (ordered) return false;
                    continue;
                }

                if (!ordered) continue;
                if (pod.Metadata.DeletionTimestamp is not null || !IsHealthy(pod)) return AllowsBroken(i, pod);
            }

            return true;
        }

        /// <summary>A pod that does not get ready holds up the rest, but a rollout may replace it with one of the new template.</summary>
        private bool AllowsBroken(int index, Pod pod)
        {
            if (pod.Metadata.DeletionTimestamp is not null) return false;
            for (int i = index + 1; i < replicas; i++)
                if (wanted[i] is null) return false;
            return condemned.Count == 0;
        }

        /// <summary>Ends the pods beyond the wanted number; false when some still are.</summary>
        private bool Shrink()
        {
            foreach (Pod pod in condemned)
            {
                if (pod.Metadata.DeletionTimestamp is not null)
                {
                    if (ordered) return false;
                    continue;
                }

                // In order, a pod goes only while all below it are well: the last healthy one must not be lost for a sick one's sake.
                if (ordered && FirstUnhealthy() is { } sick && !ReferenceEquals(sick, pod) && StatefulPods.Ordinal(set, sick) < StatefulPods.Ordinal(set, pod)) return false;
                Plan.Delete.Add(pod);
                if (ordered) return false;
            }

            return condemned.Count == 0 || !ordered;
        }

        private Pod? FirstUnhealthy()
        {
            foreach (Pod? pod in wanted)
                if (pod is not null && !IsHealthy(pod)) return pod;
            return null;
        }

        private void Roll()
        {
            int partition = set.Spec.UpdateStrategy.RollingUpdate?.Partition ?? 0;
            int room = 1;
            if (set.Spec.UpdateStrategy.RollingUpdate?.MaxUnavailable is { } most && most.TryScale(replicas, roundUp: true, out int scaled)) room = Math.Max(1, scaled);
            int unavailable = 0;
            foreach (Pod? pod in wanted)
                if (pod is null || !IsHealthy(pod)) unavailable++;
            for (int i = replicas - 1; i >= 0 && start + i >= partition; i--)
            {
                Pod? pod = wanted[i];
                if (pod is null || pod.Metadata.DeletionTimestamp is not null)
                {
                    if (room == 1) return;
                    continue;
                }

                bool healthy = IsHealthy(pod);
                if (HashOf(pod) == updateHash)
                {
                    // The new template has to prove itself before the next pod gets it.
                    if (!healthy && room == 1) return;
                    continue;
                }

                if (healthy && unavailable >= room) return;
                Plan.Delete.Add(pod);
                if (healthy) unavailable++;
                if (room == 1) return;
            }
        }

        /// <summary>A new pod below the partition keeps the old template while the rollout runs.</summary>
        private bool IsNew(int index)
        {
            if (currentHash == updateHash || set.Spec.UpdateStrategy.Type == "OnDelete") return true;
            if (set.Spec.UpdateStrategy.RollingUpdate?.Partition is { } partition) return start + index >= partition;
            return start + index >= start + (set.Status.CurrentReplicas ?? 0);
        }

        private bool IsHealthy(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status.Phase == "Running" && PodFacts.IsAvailable(pod, minReady, now);

        private static string HashOf(Pod pod) => pod.Metadata.Labels?.GetValueOrDefault(RevisionHistory.HashLabel) ?? "";
    }
}
