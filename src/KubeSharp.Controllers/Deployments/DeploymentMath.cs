using System.Globalization;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The numbers of a rollout.</summary>
internal static class DeploymentMath
{
    public static int Replicas(this Deployment d) => d.Spec.Replicas ?? 1;

    public static int Size(this ReplicaSet set) => set.Spec.Replicas ?? 1;

    public static bool IsRolling(Deployment d) => d.Spec.Strategy.Type != "Recreate";

    /// <summary>How many pods more than wanted may exist during a rollout.</summary>
    public static int MaxSurge(Deployment d) => IsRolling(d) ? Fenceposts(d).Surge : 0;

    /// <summary>How many pods fewer than wanted may be available.</summary>
    public static int MaxUnavailable(Deployment d) =>
        !IsRolling(d) || d.Replicas() == 0 ? 0 : Math.Min(Fenceposts(d).Unavailable, d.Replicas());

    /// <summary>Percentages of surge round up, those of unavailability down; both at zero would stand still, so one may then be unavailable.</summary>
    private static (int Surge, int Unavailable) Fenceposts(Deployment d)
    {
        IntOrString surge = d.Spec.Strategy.RollingUpdate?.MaxSurge ?? "25%";
        IntOrString unavailable = d.Spec.Strategy.RollingUpdate?.MaxUnavailable ?? "25%";
        surge.TryScale(d.Replicas(), roundUp: true, out int s);
        unavailable.TryScale(d.Replicas(), roundUp: false, out int u);
        return s == 0 && u == 0 ? (0, 1) : (s, u);
    }

    public static int Sum(IEnumerable<ReplicaSet> sets, Func<ReplicaSet, int> number)
    {
        int sum = 0;
        foreach (ReplicaSet set in sets) sum += number(set);
        return sum;
    }

    public static int TotalSize(IEnumerable<ReplicaSet> sets) => Sum(sets, static s => s.Size());

    /// <summary>Revision of a ReplicaSet or Deployment; 0 when it has none.</summary>
    public static long Revision(Dictionary<string, string>? annotations) => Number(annotations, DeploymentNames.Revision);

    public static long Number(Dictionary<string, string>? annotations, string name) =>
        annotations is not null && annotations.TryGetValue(name, out string? text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : 0;

    /// <summary>Same template but for the hash label that the controller adds itself.</summary>
    public static bool SameTemplate(PodTemplateSpec a, PodTemplateSpec b)
    {
        PodTemplateSpec x = a.DeepCopy();
        PodTemplateSpec y = b.DeepCopy();
        x.Metadata.Labels?.Remove(DeploymentNames.HashLabel);
        y.Metadata.Labels?.Remove(DeploymentNames.HashLabel);
        return x.Equals(y);
    }

    public static int ByAge(ReplicaSet a, ReplicaSet b)
    {
        int age = Nullable.Compare(a.Metadata.CreationTimestamp, b.Metadata.CreationTimestamp);
        return age != 0 ? age : string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name);
    }

    /// <summary>How many replicas the new ReplicaSet may have now.</summary>
    public static int NewSize(Deployment d, IReadOnlyList<ReplicaSet> all, int current)
    {
        if (!IsRolling(d)) return d.Replicas();
        int room = d.Replicas() + MaxSurge(d) - TotalSize(all);
        return room <= 0 ? current : current + Math.Min(room, d.Replicas() - current);
    }
}
