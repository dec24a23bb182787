using System.Globalization;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Pods of Jobs: what they tell, and how they are made.</summary>
internal static class JobPods
{
    public static bool IsIndexed(Job job) => job.Spec.CompletionMode == "Indexed";

    /// <summary>The completion index a pod works on; null when it has none.</summary>
    public static int? Index(Pod pod) =>
        pod.Metadata.Annotations?.GetValueOrDefault(JobNames.Index) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    public static bool IsTracked(Pod pod) => pod.Metadata.Finalizers?.Contains(JobNames.Finalizer) == true;

    /// <summary>
    /// Whether the pod counts as failed. One that is being deleted does at once, unless replacements must wait for its end.
    /// </summary>
    public static bool IsFailed(Job job, Pod pod)
    {
        if (pod.Status.Phase == "Failed") return true;
        return !ReplacesOnlyFailed(job) && pod.Metadata.DeletionTimestamp is not null && pod.Status.Phase != "Succeeded";
    }

    public static bool ReplacesOnlyFailed(Job job) => job.Spec.PodReplacementPolicy == "Failed" || (job.Spec.PodReplacementPolicy is null && job.Spec.PodFailurePolicy is not null);

    /// <summary>When the pod ended: the end of its last container, or the best that is known.</summary>
    public static DateTimeOffset EndedAt(Pod pod, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        foreach (ContainerStatus status in pod.Status.ContainerStatuses ?? [])
            if (status.State?.Terminated?.FinishedAt is { } at && (last is null || at.Value > last)) last = at.Value;
        return last ?? PodFacts.Condition(pod, "Ready")?.LastTransitionTime?.Value ?? pod.Metadata.DeletionTimestamp?.Value ?? now;
    }

    public static int Number(Pod pod, string annotation) =>
        pod.Metadata.Annotations?.GetValueOrDefault(annotation) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;

    /// <summary>A pod for the Job; held by the tracking finalizer until it is counted.</summary>
    public static Pod Create(Job job, JobPod wanted)
    {
        Pod pod = PodFactory.Create(job.Spec.Template, job.Metadata.Namespace!, Owners.ControllerReference(job));
        (pod.Metadata.Finalizers ??= []).Add(JobNames.Finalizer);
        if (wanted.Index is not { } index) return pod;
        string text = index.ToString(CultureInfo.InvariantCulture);
        Dictionary<string, string> annotations = pod.Metadata.Annotations ??= [];
        annotations[JobNames.Index] = text;
        (pod.Metadata.Labels ??= [])[JobNames.Index] = text;
        if (job.Spec.BackoffLimitPerIndex is not null)
        {
            annotations[JobNames.IndexFailures] = wanted.Failures.ToString(CultureInfo.InvariantCulture);
            if (wanted.IgnoredFailures > 0) annotations[JobNames.IndexIgnoredFailures] = wanted.IgnoredFailures.ToString(CultureInfo.InvariantCulture);
        }

        string name = job.Metadata.Name + "-" + text;
        pod.Spec.Hostname = name.Length <= 63 ? name : name[..63].TrimEnd('-');
        pod.Metadata.GenerateName = name + "-";
        foreach (Container container in (List<Container>)[.. pod.Spec.Containers, .. pod.Spec.InitContainers ?? []]) AddIndex(container);
        return pod;
    }

    private static void AddIndex(Container container)
    {
        if (container.Env?.Exists(static e => e.Name == "JOB_COMPLETION_INDEX") == true) return;
        (container.Env ??= []).Add(new EnvVar
        {
            Name = "JOB_COMPLETION_INDEX",
            ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = $"metadata.labels['{JobNames.Index}']" } },
        });
    }
}
