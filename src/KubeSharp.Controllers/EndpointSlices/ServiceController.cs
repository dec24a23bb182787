using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The shell of the controllers that follow Services and the pods they select.</summary>
internal abstract class ServiceController : KeyedController
{
    protected ServiceController(ControllerContext context)
        : base(context)
    {
        Services = Main<Service>();
        Pods = Need<Pod>();
        Pods.AddHandler(
            PodSeen,
            (old, pod) =>
            {
                if (!Matters(old, pod)) return;
                if (!ReferenceEquals(old.Metadata.Labels, pod.Metadata.Labels)) PodSeen(old);
                PodSeen(pod);
            },
            PodSeen);
    }

    protected Informer<Service> Services { get; }

    protected Informer<Pod> Pods { get; }

    protected List<Pod> Selected(Service service)
    {
        var result = new List<Pod>();
        foreach (Pod pod in Pods.List(service.Metadata.Namespace ?? ""))
            if (Matches(service, pod)) result.Add(pod);

        // A stable order keeps slices stable.
        result.Sort(static (a, b) => string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name));
        return result;
    }

    private static bool Matches(Service service, Pod pod)
    {
        if (service.Spec.Selector is not { Count: > 0 } selector) return false;
        foreach ((string key, string value) in selector)
            if (pod.Metadata.Labels is not { } labels || !labels.TryGetValue(key, out string? found) || found != value) return false;
        return true;
    }

    private void PodSeen(Pod pod)
    {
        foreach (Service service in Services.List(pod.Metadata.Namespace ?? ""))
            if (Matches(service, pod)) Queue.Add(ObjectKey.Of(service));
    }

    /// <summary>Most changes of a pod's status (container states, probes) are nothing to a service.</summary>
    private static bool Matters(Pod old, Pod pod) =>
        old.Status.PodIP != pod.Status.PodIP
        || (old.Status.PodIPs?.Count ?? 0) != (pod.Status.PodIPs?.Count ?? 0)
        || PodFacts.IsReady(old) != PodFacts.IsReady(pod)
        || PodFacts.IsFinished(old) != PodFacts.IsFinished(pod)
        || (old.Metadata.DeletionTimestamp is null) != (pod.Metadata.DeletionTimestamp is null)
        || old.Spec.NodeName != pod.Spec.NodeName
        || !SameLabels(old.Metadata.Labels, pod.Metadata.Labels);

    private static bool SameLabels(Dictionary<string, string>? a, Dictionary<string, string>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0)) return false;
        foreach ((string key, string value) in a ?? [])
            if (!b!.TryGetValue(key, out string? other) || other != value) return false;
        return true;
    }
}
