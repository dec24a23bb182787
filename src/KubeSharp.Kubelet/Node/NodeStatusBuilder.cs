using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Node;

/// <summary>Makes the node object and its status. Pure.</summary>
internal static class NodeStatusBuilder
{
    private const int MostImages = 50;
    private const int MostImageNames = 5;

    /// <summary>What the machine has, and what of it pods may use.</summary>
    public static (Dictionary<string, Quantity> Capacity, Dictionary<string, Quantity> Allocatable) Resources(
        KubeletOptions options, MachineInfo machine, DiskState disk)
    {
        var capacity = new Dictionary<string, Quantity>
        {
            ["cpu"] = new(machine.Cpus),
            ["ephemeral-storage"] = Kibi(disk.Capacity),
            ["memory"] = Kibi(machine.Memory),
            ["pods"] = new(options.MaxPods),
        };
        foreach (var (size, bytes) in machine.HugePages)
        {
            capacity["hugepages-" + size] = new Quantity(bytes, QuantityFormat.BinarySI);
        }

        var allocatable = new Dictionary<string, Quantity>(capacity);
        foreach (var (name, amount) in options.Reserved)
        {
            Subtract(allocatable, name, amount);
        }

        if (Threshold.Parse(options.EvictionHard.GetValueOrDefault("memory.available")) is { } memory)
        {
            Subtract(allocatable, "memory", new Quantity(memory.Of(machine.Memory), QuantityFormat.BinarySI));
        }

        if (Threshold.Parse(options.EvictionHard.GetValueOrDefault("nodefs.available")) is { } storage)
        {
            allocatable["ephemeral-storage"] = new Quantity(Math.Max(0, disk.Capacity - storage.Of(disk.Capacity)));
        }

        // Huge pages are no ordinary memory.
        foreach (var (_, bytes) in machine.HugePages)
        {
            Subtract(allocatable, "memory", new Quantity(bytes, QuantityFormat.BinarySI));
        }

        return (capacity, allocatable);
    }

    /// <summary>The labels every node has.</summary>
    public static Dictionary<string, string> Labels(KubeletOptions options)
    {
        var labels = new Dictionary<string, string>
        {
            ["beta.kubernetes.io/arch"] = MachineInfo.Architecture,
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = MachineInfo.Architecture,
            ["kubernetes.io/hostname"] = options.NodeName,
            ["kubernetes.io/os"] = "linux",
        };
        foreach (var (key, value) in options.NodeLabels)
        {
            labels[key] = value;
        }

        return labels;
    }

    /// <summary>The whole status; instants of conditions that did not change are taken over.</summary>
    public static NodeStatus Build(
        KubeletOptions options, MachineInfo machine, NodeFacts facts, NodeStatus previous, IReadOnlyList<string> addresses, int port,
        IReadOnlyList<Cri.V1.Image> images)
    {
        var (capacity, allocatable) = Resources(options, machine, facts.Disk);
        var status = previous.DeepCopy();
        status.Capacity = capacity;
        status.Allocatable = allocatable;
        status.Addresses = [.. addresses.Select(a => new NodeAddress { Type = "InternalIP", Address = a })];
        status.Addresses.Add(new NodeAddress { Type = "Hostname", Address = options.NodeName });
        status.DaemonEndpoints.KubeletEndpoint.Port = port;
        status.NodeInfo = machine.System.DeepCopy();
        status.NodeInfo.KubeletVersion = options.KubeletVersion;
        status.NodeInfo.KubeProxyVersion = "";
        status.NodeInfo.ContainerRuntimeVersion =
            facts.RuntimeVersion.Length > 0 ? facts.RuntimeVersion : previous.NodeInfo.ContainerRuntimeVersion;
        status.Images = Images(images);
        status.Conditions = Conditions(facts, previous);
        return status;
    }

    /// <summary>The four conditions that the node decides, and those of others after them.</summary>
    public static List<NodeCondition> Conditions(NodeFacts facts, NodeStatus previous)
    {
        var list = new List<NodeCondition>
        {
            Pressure("MemoryPressure", facts.MemoryPressure, "KubeletHasInsufficientMemory", "kubelet has insufficient memory available",
                "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Pressure("DiskPressure", facts.DiskPressure, "KubeletHasDiskPressure", "kubelet has disk pressure",
                "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Pressure("PIDPressure", facts.PidPressure, "KubeletHasInsufficientPID", "kubelet has insufficient PID available",
                "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            facts.NotReady.Length == 0
                ? Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
                : Condition("Ready", "False", "KubeletNotReady", facts.NotReady),
        };
        foreach (var other in previous.Conditions ?? [])
        {
            if (list.TrueForAll(c => c.Type != other.Type))
            {
                list.Add(other);
            }
        }

        return list;

        NodeCondition Pressure(string type, bool under, string badReason, string badMessage, string goodReason, string goodMessage) =>
            under ? Condition(type, "True", badReason, badMessage) : Condition(type, "False", goodReason, goodMessage);

        NodeCondition Condition(string type, string status, string reason, string message)
        {
            var old = previous.Conditions?.Find(c => c.Type == type);
            return new NodeCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastHeartbeatTime = facts.Now,
                LastTransitionTime = old is { LastTransitionTime: not null } && old.Status == status ? old.LastTransitionTime : facts.Now,
            };
        }
    }

    private static List<ContainerImage>? Images(IReadOnlyList<Cri.V1.Image> images)
    {
        if (images.Count == 0)
        {
            return null;
        }

        var list = new List<ContainerImage>();
        foreach (var image in images.OrderByDescending(i => i.Size).Take(MostImages))
        {
            list.Add(new ContainerImage
            {
                Names = [.. image.RepoDigests.Concat(image.RepoTags).Take(MostImageNames)],
                SizeBytes = (long)image.Size,
            });
        }

        return list;
    }

    private static Quantity Kibi(long bytes) => new(bytes / 1024 * 1024, QuantityFormat.BinarySI);

    private static void Subtract(Dictionary<string, Quantity> from, string name, Quantity amount)
    {
        if (from.TryGetValue(name, out var have))
        {
            var left = have - amount;
            from[name] = left.Sign < 0 ? new Quantity(0, have.Format) : left;
        }
    }
}
