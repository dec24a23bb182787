using System.Globalization;
using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>What a Deployment writes on its ReplicaSets: revisions for rollback, sizes for proportional scaling.</summary>
internal static class DeploymentAnnotations
{
    private const int MaxHistoryLength = 2000;

    /// <summary>Brings the new ReplicaSet's annotations up to date; true when something changed.</summary>
    public static bool SetOnNew(Deployment d, ReplicaSet set, long revision, bool exists)
    {
        Dictionary<string, string> annotations = set.Metadata.Annotations ??= [];
        bool changed = false;
        foreach ((string key, string value) in d.Metadata.Annotations ?? [])
        {
            if (IsOwn(key) || (annotations.TryGetValue(key, out string? had) && had == value)) continue;
            annotations[key] = value;
            changed = true;
        }

        annotations.TryGetValue(DeploymentNames.Revision, out string? oldRevision);
        if (DeploymentMath.Revision(annotations) < revision)
        {
            annotations[DeploymentNames.Revision] = revision.ToString(CultureInfo.InvariantCulture);
            changed = true;
            if (!string.IsNullOrEmpty(oldRevision)) Remember(annotations, oldRevision);
        }

        if (!exists && SetSizes(set, d)) changed = true;
        return changed;
    }

    /// <summary>Notes the sizes at which the ReplicaSet was scaled; true when that changed.</summary>
    public static bool SetSizes(ReplicaSet set, Deployment d)
    {
        Dictionary<string, string> annotations = set.Metadata.Annotations ??= [];
        string desired = d.Replicas().ToString(CultureInfo.InvariantCulture);
        string max = (d.Replicas() + DeploymentMath.MaxSurge(d)).ToString(CultureInfo.InvariantCulture);
        bool changed = annotations.GetValueOrDefault(DeploymentNames.DesiredReplicas) != desired
            || annotations.GetValueOrDefault(DeploymentNames.MaxReplicas) != max;
        annotations[DeploymentNames.DesiredReplicas] = desired;
        annotations[DeploymentNames.MaxReplicas] = max;
        return changed;
    }

    /// <summary>A rolled-back template keeps the numbers it had before, newest last.</summary>
    private static void Remember(Dictionary<string, string> annotations, string revision)
    {
        string history = annotations.TryGetValue(DeploymentNames.RevisionHistory, out string? old) && old.Length > 0 ? old + "," + revision : revision;
        while (history.Length > MaxHistoryLength && history.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma) history = history[(comma + 1)..];
        annotations[DeploymentNames.RevisionHistory] = history;
    }

    private static bool IsOwn(string key) => key is DeploymentNames.LastApplied or DeploymentNames.Revision or DeploymentNames.RevisionHistory
        or DeploymentNames.DesiredReplicas or DeploymentNames.MaxReplicas or DeploymentNames.RollbackTo;
}
