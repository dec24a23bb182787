using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Scaling outside a rollout step: when the wanted number changes while old and new ReplicaSets both have pods, the difference is spread
/// over them in proportion. See https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling.
/// </summary>
internal static class DeploymentScaling
{
    /// <summary>True when the wanted number changed since the ReplicaSets were scaled.</summary>
    public static bool IsNeeded(Deployment d, IEnumerable<ReplicaSet> sets)
    {
        foreach (ReplicaSet set in sets)
        {
            if (set.Size() == 0 || set.Metadata.Annotations?.ContainsKey(DeploymentNames.DesiredReplicas) != true) continue;
            if (DeploymentMath.Number(set.Metadata.Annotations, DeploymentNames.DesiredReplicas) != d.Replicas()) return true;
        }

        return false;
    }

    /// <summary>The sizes to set, by ReplicaSet; only those that are to be written.</summary>
    public static List<(ReplicaSet Set, int Size)> Decide(Deployment d, ReplicaSet? current, List<ReplicaSet> old)
    {
        if (ActiveOrLatest(current, old) is { } only) return only.Size() == d.Replicas() ? [] : [(only, d.Replicas())];
        var result = new List<(ReplicaSet, int)>();
        if (IsSaturated(d, current))
        {
            foreach (ReplicaSet set in old)
                if (set.Size() > 0) result.Add((set, 0));
            return result;
        }

        if (!DeploymentMath.IsRolling(d)) return result;
        List<ReplicaSet> active = Active(current, old);
        int allowed = d.Replicas() > 0 ? d.Replicas() + DeploymentMath.MaxSurge(d) : 0;
        int toAdd = allowed - DeploymentMath.TotalSize(active);
        active.Sort((a, b) => b.Size() != a.Size() ? b.Size().CompareTo(a.Size()) : toAdd > 0 ? DeploymentMath.ByAge(b, a) : DeploymentMath.ByAge(a, b));
        int added = 0;
        var sizes = new int[active.Count];
        for (int i = 0; i < active.Count; i++)
        {
            int share = toAdd == 0 ? 0 : Share(active[i], d, toAdd, added);
            sizes[i] = active[i].Size() + share;
            added += share;
        }

        for (int i = 0; i < active.Count; i++)
        {
            // What rounding left over goes to the largest.
            if (i == 0 && toAdd != 0) sizes[0] = Math.Max(0, sizes[0] + toAdd - added);
            result.Add((active[i], sizes[i]));
        }

        return result;
    }

    private static int Share(ReplicaSet set, Deployment d, int toAdd, int added)
    {
        if (set.Size() == 0 || toAdd == added) return 0;
        int fraction = Fraction(set, d);
        int left = toAdd - added;
        return toAdd > 0 ? Math.Min(fraction, left) : Math.Max(fraction, left);
    }

    private static int Fraction(ReplicaSet set, Deployment d)
    {
        if (d.Replicas() == 0) return -set.Size();
        int max = d.Replicas() + DeploymentMath.MaxSurge(d);
        long before = DeploymentMath.Number(set.Metadata.Annotations, DeploymentNames.MaxReplicas);
        if (before == 0) before = d.Status.Replicas ?? 0;
        if (before == 0) return 0;
        return (int)Math.Round((double)set.Size() * max / before, MidpointRounding.AwayFromZero) - set.Size();
    }

    private static bool IsSaturated(Deployment d, ReplicaSet? current) =>
        current is not null && DeploymentMath.Number(current.Metadata.Annotations, DeploymentNames.DesiredReplicas) == d.Replicas()
        && current.Size() == d.Replicas() && current.Status.AvailableReplicas == d.Replicas();

    /// <summary>The one ReplicaSet with pods, or, when none has any, the newest; null when several have.</summary>
    private static ReplicaSet? ActiveOrLatest(ReplicaSet? current, List<ReplicaSet> old)
    {
        List<ReplicaSet> active = Active(current, old);
        if (active.Count > 1) return null;
        if (active.Count == 1) return active[0];
        if (current is not null) return current;
        ReplicaSet? newest = null;
        foreach (ReplicaSet set in old)
            if (newest is null || DeploymentMath.ByAge(set, newest) > 0) newest = set;
        return newest;
    }

    private static List<ReplicaSet> Active(ReplicaSet? current, List<ReplicaSet> old)
    {
        var active = new List<ReplicaSet>();
        foreach (ReplicaSet set in old)
            if (set.Size() > 0) active.Add(set);
        if (current is not null && current.Size() > 0) active.Add(current);
        return active;
    }
}
