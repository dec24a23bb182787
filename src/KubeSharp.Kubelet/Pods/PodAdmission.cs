using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using CoreNode = KubeSharp.Models.Core.V1.Node;

namespace KubeSharp.Kubelet.Pods;

/// <summary>
/// The node's own word on a pod that was bound to it: the scheduler may have been wrong, or was never asked (static pods, spec.nodeName).
/// Pure.
/// </summary>
internal static class PodAdmission
{
    public static Rejection? Admit(Pod pod, IReadOnlyCollection<Pod> active, CoreNode? node, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        if (pod.Spec.Os is { Name: not "linux" } os)
        {
            return new Rejection("PodOSNotSupported", $"Failed to admit pod as the OS field doesn't match node OS: {os.Name}");
        }

        return Fit(pod, active, allocatable) ?? Ports(pod, active) ?? Selector(pod, node);
    }

    private static Rejection? Fit(Pod pod, IReadOnlyCollection<Pod> active, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        if (allocatable.TryGetValue("pods", out var most) && active.Count + 1 > most.Value)
        {
            return new Rejection(
                "OutOfpods", $"Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: {active.Count}, capacity: {most.Value}");
        }

        var wanted = Requests(pod);
        foreach (var (resource, amount) in wanted)
        {
            if (amount == 0 || (!allocatable.ContainsKey(resource) && resource is not ("cpu" or "memory" or "ephemeral-storage")))
            {
                continue;
            }

            long used = 0;
            foreach (var other in active)
            {
                used += Requests(other).GetValueOrDefault(resource);
            }

            var capacity = Amount(resource, allocatable.GetValueOrDefault(resource));
            if (used + amount > capacity)
            {
                return new Rejection(
                    "OutOf" + resource,
                    $"Pod was rejected: Node didn't have enough resource: {resource}, requested: {amount}, used: {used}, capacity: {capacity}");
            }
        }

        return null;
    }

    private static Dictionary<string, long> Requests(Pod pod)
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers)
        {
            Add(total, container);
        }

        var sidecars = new Dictionary<string, long>(StringComparer.Ordinal);
        var init = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            if (container.RestartPolicy == "Always")
            {
                Add(sidecars, container);
                Add(total, container);
                continue;
            }

            foreach (var (name, quantity) in container.Resources.Requests ?? [])
            {
                init[name] = Math.Max(init.GetValueOrDefault(name), Amount(name, quantity) + sidecars.GetValueOrDefault(name));
            }
        }

        foreach (var (name, amount) in init)
        {
            total[name] = Math.Max(total.GetValueOrDefault(name), amount);
        }

        foreach (var (name, quantity) in pod.Spec.Overhead ?? [])
        {
            total[name] = total.GetValueOrDefault(name) + Amount(name, quantity);
        }

        return total;
    }

    private static void Add(Dictionary<string, long> total, Container container)
    {
        foreach (var (name, quantity) in container.Resources.Requests ?? container.Resources.Limits ?? [])
        {
            total[name] = total.GetValueOrDefault(name) + Amount(name, quantity);
        }
    }

    private static long Amount(string resource, Quantity quantity) => resource == "cpu" ? quantity.MilliValue : quantity.Value;

    private static Rejection? Ports(Pod pod, IReadOnlyCollection<Pod> active)
    {
        var wanted = HostPorts(pod);
        if (wanted.Count == 0)
        {
            return null;
        }

        foreach (var other in active)
        {
            foreach (var taken in HostPorts(other))
            {
                foreach (var port in wanted)
                {
                    if (port.Port == taken.Port && port.Protocol == taken.Protocol &&
                        (port.Address == taken.Address || port.Address == "0.0.0.0" || taken.Address == "0.0.0.0"))
                    {
                        return new Rejection(
                            "NodePorts", "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports");
                    }
                }
            }
        }

        return null;
    }

    private static List<(int Port, string Protocol, string Address)> HostPorts(Pod pod)
    {
        var ports = new List<(int, string, string)>();
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers?.Where(c => c.RestartPolicy == "Always") ?? []))
        {
            foreach (var port in container.Ports ?? [])
            {
                if (port.HostPort is > 0 and var number)
                {
                    ports.Add((number, port.Protocol ?? "TCP", string.IsNullOrEmpty(port.HostIP) ? "0.0.0.0" : port.HostIP));
                }
            }
        }

        return ports;
    }

    private static Rejection? Selector(Pod pod, CoreNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var labels = node.Metadata.Labels ?? [];
        foreach (var (key, value) in pod.Spec.NodeSelector ?? [])
        {
            if (labels.GetValueOrDefault(key) != value)
            {
                return Mismatch();
            }
        }

        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return required is null || required.NodeSelectorTerms.Exists(t => Matches(t, node, labels)) ? null : Mismatch();
    }

    private static Rejection Mismatch() => new(
        "NodeAffinity", "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector", ByNode: true);

    private static bool Matches(NodeSelectorTerm term, CoreNode node, Dictionary<string, string> labels) =>
        (term.MatchExpressions is { Count: > 0 } || term.MatchFields is { Count: > 0 }) &&
        (term.MatchExpressions ?? []).TrueForAll(r => Matches(r, labels.GetValueOrDefault(r.Key))) &&
        (term.MatchFields ?? []).TrueForAll(r => Matches(r, r.Key == "metadata.name" ? node.Metadata.Name : null));

    private static bool Matches(NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values?.Contains(value) == true,
        "NotIn" => value is null || requirement.Values?.Contains(value) != true,
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, requirement.Values) > 0,
        "Lt" => Compare(value, requirement.Values) < 0,
        _ => false,
    };

    private static int Compare(string? value, List<string>? bounds) =>
        long.TryParse(value, out var number) && bounds is [var bound] && long.TryParse(bound, out var limit) ? number.CompareTo(limit) : 0;
}
