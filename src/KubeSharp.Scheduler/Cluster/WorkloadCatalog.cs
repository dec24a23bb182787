using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Cluster;

/// <summary>
/// The selectors of Services, ReplicationControllers, ReplicaSets and StatefulSets. Pods without spread constraints of their own are
/// spread by whatever selects them.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints
/// </summary>
internal sealed class WorkloadCatalog
{
    private readonly Dictionary<string, Dictionary<string, LabelMatcher>> services = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Key), LabelMatcher> controllers = [];

    /// <summary>Learns of a Service; <paramref name="selector"/> may select nothing.</summary>
    public void SetService(string @namespace, string name, LabelMatcher selector)
    {
        if (!services.TryGetValue(@namespace, out var ofNamespace))
            services.Add(@namespace, ofNamespace = new Dictionary<string, LabelMatcher>(StringComparer.Ordinal));
        ofNamespace[name] = selector;
    }

    /// <summary>Forgets a Service.</summary>
    public void RemoveService(string @namespace, string name)
    {
        if (services.TryGetValue(@namespace, out var ofNamespace) && ofNamespace.Remove(name) && ofNamespace.Count == 0)
            services.Remove(@namespace);
    }

    /// <summary>Learns of a controller of pods: ReplicationController, ReplicaSet or StatefulSet.</summary>
    public void SetController(string kind, string @namespace, string name, LabelMatcher selector) =>
        controllers[(kind, @namespace + "/" + name)] = selector;

    /// <summary>Forgets a controller.</summary>
    public void RemoveController(string kind, string @namespace, string name) => controllers.Remove((kind, @namespace + "/" + name));

    /// <summary>What selects the pod, all selectors together; null when nothing does.</summary>
    public LabelMatcher? SelectorFor(PodInfo pod)
    {
        LabelMatcher? result = null;
        if (services.TryGetValue(pod.Namespace, out var ofNamespace))
        {
            foreach (var selector in ofNamespace.Values)
            {
                if (!selector.MatchesNothing && selector.Matches(pod.Labels))
                    result = result is null ? selector : result.And(selector);
            }
        }

        if (pod.Pod.Metadata.OwnerReferences is { } owners)
        {
            foreach (var owner in owners)
            {
                if (owner.Controller != true)
                    continue;
                if (controllers.TryGetValue((owner.Kind, pod.Namespace + "/" + owner.Name), out var selector) && !selector.MatchesNothing)
                    result = result is null ? selector : result.And(selector);
                break;
            }
        }

        return result;
    }
}
