using System.Globalization;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The rules of a Deployment: one step per call towards all pods being of the newest template, at no time with more or fewer pods than
/// the strategy allows. Rules: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/.
/// </summary>
internal static class DeploymentDecision
{
    /// <summary>The next step.</summary>
    public static DeploymentPlan Decide(DeploymentSnapshot snapshot, DateTimeOffset now)
    {
        Deployment d = snapshot.Deployment;
        var plan = new DeploymentPlan();
        if (Selectors.SelectsAll(d.Spec.Selector))
        {
            plan.Event = ("Warning", "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
            if (d.Status.ObservedGeneration < d.Metadata.Generation)
            {
                plan.Status = d.Status.DeepCopy();
                plan.Status.ObservedGeneration = d.Metadata.Generation;
            }

            return plan;
        }

        var step = new Step(d, snapshot, plan, now);
        if (d.Metadata.DeletionTimestamp is not null) step.CountOnly();
        else if (d.Spec.Paused == true) step.Scale(paused: true);
        else if (DeploymentScaling.IsNeeded(d, snapshot.ReplicaSets)) step.Scale(paused: false);
        else if (DeploymentMath.IsRolling(d)) step.Roll();
        else step.Recreate();
        return plan;
    }

    private sealed class Step
    {
        private readonly Deployment d;
        private readonly DeploymentSnapshot snapshot;
        private readonly DeploymentPlan plan;
        private readonly DateTimeOffset now;
        private readonly List<ReplicaSet> old = [];
        private readonly DeploymentStatus before;
        private ReplicaSet? current;

        public Step(Deployment d, DeploymentSnapshot snapshot, DeploymentPlan plan, DateTimeOffset now)
        {
            this.d = d;
            this.snapshot = snapshot;
            this.plan = plan;
            this.now = now;
            before = d.Status;
            foreach (ReplicaSet set in Sorted(snapshot.ReplicaSets))
                if (current is null && DeploymentMath.SameTemplate(set.Spec.Template, d.Spec.Template)) current = set;
            foreach (ReplicaSet set in Sorted(snapshot.ReplicaSets))
                if (!ReferenceEquals(set, current)) old.Add(set);
        }

        private List<ReplicaSet> All => current is null ? old : [.. old, current];

        public void CountOnly() => Finish(DeploymentProgress.Count(d, All, current, now));

        public void Scale(bool paused)
        {
            // A paused Deployment makes no new ReplicaSet, but keeps the one of its template up to date.
            DeploymentStatus status = d.Status.DeepCopy();
            if (current is not null) Renew(status);
            foreach ((ReplicaSet set, int size) in DeploymentScaling.Decide(d, current, old)) SetSize(set, size);
            if (paused) CleanUp();
            status = Merge(status, DeploymentProgress.Count(d, All, current, now));
            Pause(status);
            Finish(status);
        }

        public void Roll()
        {
            DeploymentStatus status = d.Status.DeepCopy();
            if (!FindOrCreate(status))
            {
                Follow(status);
                return;
            }

            bool acted = ScaleUpNew() || ScaleDownOld();
            if (!acted && DeploymentProgress.IsComplete(d, d.Status)) CleanUp();
            Follow(status);
        }

        public void Recreate()
        {
            DeploymentStatus status = d.Status.DeepCopy();
            if (current is not null) Renew(status);
            bool scaled = false;
            for (int i = 0; i < old.Count; i++)
            {
                if (old[i].Size() == 0) continue;
                SetSize(old[i], 0);
                scaled = true;
            }

            if (scaled || OldPodsRun())
            {
                Follow(status);
                return;
            }

            if (current is null)
            {
                Create(status);
                Follow(status);
                return;
            }

            if (current.Size() != d.Replicas()) SetSize(current, d.Replicas());
            if (DeploymentProgress.IsComplete(d, d.Status)) CleanUp();
            Follow(status);
        }

        /// <summary>True when the ReplicaSet of the template is there.</summary>
        private bool FindOrCreate(DeploymentStatus status)
        {
            if (current is not null)
            {
                Renew(status);
                return true;
            }

            Create(status);
            return false;
        }

        private long NextRevision()
        {
            long highest = 0;
            foreach (ReplicaSet set in old) highest = Math.Max(highest, DeploymentMath.Revision(set.Metadata.Annotations));
            return highest + 1;
        }

        private void Renew(DeploymentStatus status)
        {
            ReplicaSet copy = current!.DeepCopy();
            bool changed = DeploymentAnnotations.SetOnNew(d, copy, NextRevision(), exists: true);
            if ((copy.Spec.MinReadySeconds ?? 0) != (d.Spec.MinReadySeconds ?? 0))
            {
                copy.Spec.MinReadySeconds = d.Spec.MinReadySeconds;
                changed = true;
            }

            if (changed)
            {
                plan.Update.Add(new ScaledReplicaSet(copy, copy.Size()));
                current = copy;
            }

            NoteRevision(current!);
            if (DeploymentProgress.HasDeadline(d) && DeploymentConditions.Find(status, DeploymentNames.Progressing) is null)
            {
                DeploymentConditions.Set(status, DeploymentConditions.Make(
                    DeploymentNames.Progressing, Truth.True, DeploymentNames.FoundReplicaSet, $"Found new replica set \"{current!.Metadata.Name}\"", now));
            }
        }

        private void Create(DeploymentStatus status)
        {
            string hash = TemplateHash.Compute(d.Spec.Template, d.Status.CollisionCount);
            var set = new ReplicaSet();
            set.Metadata.Namespace = d.Metadata.Namespace;
            set.Metadata.Name = d.Metadata.Name + "-" + hash;
            set.Metadata.OwnerReferences = [Owners.ControllerReference(d)];
            set.Spec.Template = d.Spec.Template.DeepCopy();
            (set.Spec.Template.Metadata.Labels ??= [])[DeploymentNames.HashLabel] = hash;
            set.Metadata.Labels = new Dictionary<string, string>(set.Spec.Template.Metadata.Labels);
            set.Spec.Selector = d.Spec.Selector.DeepCopy();
            (set.Spec.Selector.MatchLabels ??= [])[DeploymentNames.HashLabel] = hash;
            set.Spec.MinReadySeconds = d.Spec.MinReadySeconds;
            set.Spec.Replicas = 0;
            set.Spec.Replicas = DeploymentMath.NewSize(d, old, 0);
            DeploymentAnnotations.SetOnNew(d, set, NextRevision(), exists: false);
            plan.Create = set;
            current = set;
            NoteRevision(set);
            if (DeploymentProgress.HasDeadline(d))
            {
                DeploymentConditions.Set(status, DeploymentConditions.Make(
                    DeploymentNames.Progressing, Truth.True, DeploymentNames.NewReplicaSet, $"Created new replica set \"{set.Metadata.Name}\"", now));
            }
        }

        private void NoteRevision(ReplicaSet set)
        {
            long revision = DeploymentMath.Revision(set.Metadata.Annotations);
            if (DeploymentMath.Revision(d.Metadata.Annotations) != revision) plan.Revision = revision.ToString(CultureInfo.InvariantCulture);
        }

        private bool ScaleUpNew()
        {
            int size = current!.Size();
            if (size == d.Replicas()) return false;
            int next = size > d.Replicas() ? d.Replicas() : DeploymentMath.NewSize(d, All, size);
            if (next == size) return false;
            SetSize(current!, next);
            return true;
        }

        private bool ScaleDownOld()
        {
            if (DeploymentMath.TotalSize(old) == 0) return false;
            int minAvailable = d.Replicas() - DeploymentMath.MaxUnavailable(d);
            int newUnavailable = current!.Size() - (current!.Status.AvailableReplicas ?? 0);
            int most = DeploymentMath.TotalSize(All) - minAvailable - newUnavailable;
            if (most <= 0) return false;
            bool scaled = DropUnhealthy(most);
            return DropAvailable(minAvailable) || scaled;
        }

        /// <summary>Pods that are not available help nobody: they go first.</summary>
        private bool DropUnhealthy(int most)
        {
            int dropped = 0;
            for (int i = 0; i < old.Count && dropped < most; i++)
            {
                int unhealthy = old[i].Size() - (old[i].Status.AvailableReplicas ?? 0);
                if (old[i].Size() == 0 || unhealthy <= 0) continue;
                int drop = Math.Min(most - dropped, unhealthy);
                SetSize(old[i], old[i].Size() - drop);
                dropped += drop;
            }

            return dropped > 0;
        }

        private bool DropAvailable(int minAvailable)
        {
            int spare = DeploymentMath.Sum(All, static s => s.Status.AvailableReplicas ?? 0) - minAvailable;
            int dropped = 0;
            for (int i = 0; i < old.Count && dropped < spare; i++)
            {
                if (old[i].Size() == 0) continue;
                int drop = Math.Min(old[i].Size(), spare - dropped);
                SetSize(old[i], old[i].Size() - drop);
                dropped += drop;
            }

            return dropped > 0;
        }

        private bool OldPodsRun()
        {
            foreach (ReplicaSet set in old)
            {
                foreach (Pod pod in snapshot.Pods.GetValueOrDefault(set.Metadata.Uid ?? "") ?? [])
                    if (!PodFacts.IsFinished(pod)) return true;
            }

            return false;
        }

        /// <summary>Deletes the oldest revisions beyond the limit, but none that still has or expects pods.</summary>
        private void CleanUp()
        {
            if (d.Spec.RevisionHistoryLimit is not { } limit) return;
            List<ReplicaSet> candidates = old.FindAll(static s => s.Metadata.DeletionTimestamp is null);
            candidates.Sort(static (a, b) =>
            {
                int revision = DeploymentMath.Revision(a.Metadata.Annotations).CompareTo(DeploymentMath.Revision(b.Metadata.Annotations));
                return revision != 0 ? revision : DeploymentMath.ByAge(a, b);
            });
            for (int i = 0; i < candidates.Count - limit; i++)
            {
                ReplicaSet set = candidates[i];
                if (set.Status.Replicas != 0 || set.Size() != 0 || set.Metadata.Generation > (set.Status.ObservedGeneration ?? 0)) continue;
                plan.Delete.Add(set);
            }
        }

        /// <summary>Replaces a ReplicaSet by a copy of the given size, in the plan and in what this step sees from now on.</summary>
        private void SetSize(ReplicaSet set, int size)
        {
            int planned = plan.Update.FindIndex(u => u.ReplicaSet.Metadata.Uid == set.Metadata.Uid);
            ReplicaSet copy = set.DeepCopy();
            int from = planned >= 0 ? plan.Update[planned].From : set.Size();
            copy.Spec.Replicas = size;
            bool annotated = DeploymentAnnotations.SetSizes(copy, d);
            if (size == set.Size() && !annotated && planned < 0) return;
            if (planned >= 0) plan.Update[planned] = new ScaledReplicaSet(copy, from);
            else plan.Update.Add(new ScaledReplicaSet(copy, from));
            if (ReferenceEquals(set, current)) current = copy;
            int index = old.IndexOf(set);
            if (index >= 0) old[index] = copy;
        }

        private void Follow(DeploymentStatus early)
        {
            DeploymentStatus status = Merge(early, DeploymentProgress.Count(d, All, current, now));
            Pause(status);
            DeploymentProgress.Follow(d, status, All, current, now);
            Finish(status);
            plan.After = DeploymentProgress.UntilDeadline(d, status, now);
        }

        /// <summary>Notes a pause or its end, so that the deadline does not run while nothing may move.</summary>
        private void Pause(DeploymentStatus status)
        {
            if (!DeploymentProgress.HasDeadline(d)) return;
            DeploymentCondition? progress = DeploymentConditions.Find(status, DeploymentNames.Progressing);
            if (progress?.Reason == DeploymentNames.TimedOut) return;
            bool noted = progress?.Reason == DeploymentNames.Paused;
            if (d.Spec.Paused == true && !noted)
                DeploymentConditions.Set(status, DeploymentConditions.Make(DeploymentNames.Progressing, Truth.Unknown, DeploymentNames.Paused, "Deployment is paused", now));
            else if (d.Spec.Paused != true && noted)
                DeploymentConditions.Set(status, DeploymentConditions.Make(DeploymentNames.Progressing, Truth.Unknown, DeploymentNames.Resumed, "Deployment is resumed", now));
        }

        /// <summary>The counts of one status with the Progressing condition that this step has set in the other.</summary>
        private static DeploymentStatus Merge(DeploymentStatus early, DeploymentStatus counted)
        {
            if (DeploymentConditions.Find(early, DeploymentNames.Progressing) is { } progress) DeploymentConditions.Set(counted, progress.DeepCopy());
            return counted;
        }

        private void Finish(DeploymentStatus status)
        {
            if (!status.Equals(before)) plan.Status = status;
        }

        private static List<ReplicaSet> Sorted(IReadOnlyList<ReplicaSet> sets)
        {
            var sorted = new List<ReplicaSet>(sets);
            sorted.Sort(DeploymentMath.ByAge);
            return sorted;
        }
    }
}
