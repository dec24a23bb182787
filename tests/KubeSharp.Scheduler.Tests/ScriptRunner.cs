using System.Globalization;
using System.Text;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Policy.V1;
using KubeSharp.Models.Storage.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Queueing;
using KubeSharp.Scheduler.Shell;

namespace KubeSharp.Scheduler.Tests;

/// <summary>
/// Runs the golden scripts: a line says what happens to the cluster or asks the scheduler to decide, the text after it is what came of it.
/// Every object is one line, for example <c>pod web cpu=500m label.app=web</c>.
/// </summary>
internal sealed class ScriptRunner
{
    private readonly SchedulerCore core = new(new ProfileSet(new Profile(new SchedulerProfileOptions())), QueueOptions.Default);
    private readonly Dictionary<string, Pod> pods = [];
    private readonly List<SchedulingOutcome> binding = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int uid;

    public string Run(string command)
    {
        var output = new StringBuilder();
        foreach (var line in command.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Execute(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output);
        return output.ToString();
    }

    private void Execute(string[] words, StringBuilder output)
    {
        switch (words[0])
        {
            case "node":
                CoreFeeder.Set(core, NodeFrom(words), now);
                break;
            case "delete-node":
                core.NodeDeleted(words[1], now);
                break;
            case "pod":
                var pod = PodFrom(words);
                pods[words[1]] = pod;
                core.PodChanged(pod, now);
                break;
            case "delete-pod":
                core.PodDeleted(pods[words[1]], now);
                pods.Remove(words[1]);
                break;
            case "service":
                var service = new Service { Spec = new ServiceSpec { Selector = Labels(words, "selector.") } };
                service.Metadata.Namespace = "default";
                service.Metadata.Name = words[1];
                CoreFeeder.Set(core, service, now);
                break;
            case "pdb":
                var budget = new PodDisruptionBudget();
                budget.Metadata.Namespace = "default";
                budget.Metadata.Name = words[1];
                budget.Spec.Selector = new Models.Meta.V1.LabelSelector { MatchLabels = Labels(words, "selector.") };
                budget.Status.DisruptionsAllowed = int.Parse(Value(words, "allowed") ?? "0", CultureInfo.InvariantCulture);
                CoreFeeder.Set(core, budget, now);
                break;
            case "class":
                CoreFeeder.Set(core, ClassFrom(words), now);
                break;
            case "pv":
                CoreFeeder.Set(core, VolumeFrom(words), now);
                break;
            case "pvc":
                CoreFeeder.Set(core, ClaimFrom(words), now);
                break;
            case "advance":
                now += TimeSpan.FromSeconds(double.Parse(words[1].TrimEnd('s'), CultureInfo.InvariantCulture));
                core.Queue.Tick(now);
                break;
            case "schedule":
                Schedule(output);
                break;
            case "bound":
                foreach (var outcome in binding)
                    core.Bound(outcome);
                binding.Clear();
                break;
            case "binding-fails":
                foreach (var outcome in binding)
                    core.BindingFailed(outcome, rejected: false, "DefaultBinder", now);
                binding.Clear();
                break;
            case "queue":
                PrintQueue(output);
                break;
            default:
                throw new ArgumentException("unknown command: " + words[0]);
        }
    }

    private void Schedule(StringBuilder output)
    {
        while (core.ScheduleNext(now) is { } outcome)
        {
            output.Append(outcome.Pod.Name);
            if (outcome.NodeName is not null)
            {
                binding.Add(outcome);
                output.Append(" -> ").Append(outcome.NodeName).Append('\n');
                continue;
            }

            output.Append(": ").Append(outcome.Reason).Append(": ").Append(outcome.Message).Append('\n');
            if (outcome.NominatedNode is { Length: > 0 })
                output.Append("  nominated ").Append(outcome.NominatedNode).Append('\n');
            foreach (var victim in outcome.Victims)
                output.Append("  preempts ").Append(victim.Name).Append('\n');
        }
    }

    private void PrintQueue(StringBuilder output)
    {
        foreach (var name in pods.Keys.Order(StringComparer.Ordinal))
        {
            if (core.Queue.Find("default/" + name) is not { } entry)
                continue;
            output.Append(name).Append(' ').Append(entry.Place).Append(" attempts=").Append(entry.Attempts);
            if (entry.RejectedBy.Length > 0)
                output.Append(" by=").Append(string.Join(',', entry.RejectedBy));
            if (entry.BackoffUntil > now)
                output.Append(CultureInfo.InvariantCulture, $" backoff={(entry.BackoffUntil - now).TotalSeconds:0.#}s");
            output.Append('\n');
        }
    }

    private static string? Value(string[] words, string key)
    {
        foreach (var word in words)
        {
            if (word.StartsWith(key + "=", StringComparison.Ordinal))
                return word[(key.Length + 1)..];
        }

        return null;
    }

    private static IEnumerable<string> Values(string[] words, string key)
    {
        foreach (var word in words)
        {
            if (word.StartsWith(key + "=", StringComparison.Ordinal))
                yield return word[(key.Length + 1)..];
        }
    }

    private static Dictionary<string, string>? Labels(string[] words, string prefix)
    {
        Dictionary<string, string>? labels = null;
        foreach (var word in words)
        {
            if (!word.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            (labels ??= [])[word[prefix.Length..equals]] = word[(equals + 1)..];
        }

        return labels;
    }

    private static Dictionary<string, Quantity> Resources(string[] words, params ReadOnlySpan<string> names)
    {
        var result = new Dictionary<string, Quantity>();
        foreach (var name in names)
        {
            if (Value(words, name) is { } text)
                result[name] = Quantity.Parse(text);
        }

        return result;
    }

    private static Node NodeFrom(string[] words)
    {
        var node = new Node();
        node.Metadata.Name = words[1];
        node.Metadata.Labels = Labels(words, "label.") ?? [];
        node.Metadata.Labels["kubernetes.io/hostname"] = words[1];
        if (Value(words, "zone") is { } zone)
            node.Metadata.Labels["topology.kubernetes.io/zone"] = zone;
        node.Status.Allocatable = Resources(words, "cpu", "memory", "pods", "ephemeral-storage", "example.com/gpu");
        node.Status.Allocatable.TryAdd("cpu", Quantity.Parse("4"));
        node.Status.Allocatable.TryAdd("memory", Quantity.Parse("8Gi"));
        node.Status.Allocatable.TryAdd("pods", Quantity.Parse("110"));
        node.Spec.Unschedulable = words.Contains("cordoned") ? true : null;
        foreach (var taint in Values(words, "taint"))
        {
            var (key, value, effect) = Taint(taint);
            (node.Spec.Taints ??= []).Add(new Taint { Key = key, Value = value, Effect = effect });
        }

        foreach (var image in Values(words, "image"))
        {
            var parts = image.Split('@');
            (node.Status.Images ??= []).Add(new ContainerImage { Names = [parts[0]], SizeBytes = Quantity.Parse(parts[1]).Value });
        }

        return node;
    }

    private static (string Key, string Value, string Effect) Taint(string text)
    {
        var colon = text.LastIndexOf(':');
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text[..colon], "", text[(colon + 1)..]) : (text[..equals], text[(equals + 1)..colon], text[(colon + 1)..]);
    }

    private static Models.Meta.V1.LabelSelector Selector(string text)
    {
        var parts = text.Split('=');
        return new Models.Meta.V1.LabelSelector { MatchLabels = new() { [parts[0]] = parts[1] } };
    }

    private Pod PodFrom(string[] words)
    {
        var name = words[1];
        var pod = new Pod();
        pod.Metadata.Namespace = "default";
        pod.Metadata.Name = name;
        pod.Metadata.Uid = pods.TryGetValue(name, out var old) ? old.Metadata.Uid : $"uid-{++uid}";
        pod.Metadata.Labels = Labels(words, "label.");
        pod.Spec.NodeName = Value(words, "on");
        pod.Spec.NodeSelector = Labels(words, "selector.");
        pod.Spec.SchedulerName = Value(words, "scheduler");
        pod.Spec.PreemptionPolicy = Value(words, "preemption");
        pod.Spec.Priority = int.Parse(Value(words, "priority") ?? "0", CultureInfo.InvariantCulture);
        pod.Status.Phase = Value(words, "phase");
        var container = new Container { Name = "main", Image = Value(words, "image") };
        container.Resources.Requests = Resources(words, "cpu", "memory", "ephemeral-storage", "example.com/gpu");
        if (Value(words, "port") is { } port)
            container.Ports = [new ContainerPort { HostPort = int.Parse(port, CultureInfo.InvariantCulture) }];
        pod.Spec.Containers.Add(container);
        foreach (var gate in Values(words, "gate"))
            (pod.Spec.SchedulingGates ??= []).Add(new PodSchedulingGate { Name = gate });
        foreach (var toleration in Values(words, "toleration"))
        {
            var (key, value, effect) = Taint(toleration);
            (pod.Spec.Tolerations ??= []).Add(new Toleration
            {
                Key = key,
                Operator = value.Length == 0 ? "Exists" : "Equal",
                Value = value.Length == 0 ? null : value,
                Effect = effect,
            });
        }

        foreach (var spread in Values(words, "spread"))
        {
            // key:maxSkew:label=value[:soft]
            var parts = spread.Split(':');
            (pod.Spec.TopologySpreadConstraints ??= []).Add(new TopologySpreadConstraint
            {
                TopologyKey = parts[0],
                MaxSkew = int.Parse(parts[1], CultureInfo.InvariantCulture),
                LabelSelector = Selector(parts[2]),
                WhenUnsatisfiable = parts.Length > 3 ? "ScheduleAnyway" : "DoNotSchedule",
            });
        }

        AddAffinity(pod, words);
        foreach (var claim in Values(words, "pvc"))
        {
            (pod.Spec.Volumes ??= []).Add(new Volume
            {
                Name = claim,
                PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim },
            });
        }

        return pod;
    }

    private static void AddAffinity(Pod pod, string[] words)
    {
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                continue;
            var text = word[(equals + 1)..];
            switch (word[..equals])
            {
                case "near":
                case "apart":
                    // topologyKey:label=value
                    var parts = text.Split(':');
                    var term = new PodAffinityTerm { TopologyKey = parts[0], LabelSelector = Selector(parts[1]) };
                    var affinity = pod.Spec.Affinity ??= new Affinity();
                    if (word[0] == 'n')
                        ((affinity.PodAffinity ??= new PodAffinity()).RequiredDuringSchedulingIgnoredDuringExecution ??= []).Add(term);
                    else
                        ((affinity.PodAntiAffinity ??= new PodAntiAffinity()).RequiredDuringSchedulingIgnoredDuringExecution ??= []).Add(term);
                    break;
                case "prefer-near":
                    var preferredParts = text.Split(':');
                    var preferred = new WeightedPodAffinityTerm { Weight = 100 };
                    preferred.PodAffinityTerm.TopologyKey = preferredParts[0];
                    preferred.PodAffinityTerm.LabelSelector = Selector(preferredParts[1]);
                    (((pod.Spec.Affinity ??= new Affinity()).PodAffinity ??= new PodAffinity())
                        .PreferredDuringSchedulingIgnoredDuringExecution ??= []).Add(preferred);
                    break;
                case "pinned":
                    var required = new NodeSelector();
                    required.NodeSelectorTerms.Add(new NodeSelectorTerm
                    {
                        MatchFields = [new NodeSelectorRequirement { Key = "metadata.name", Operator = "In", Values = [text] }],
                    });
                    (pod.Spec.Affinity ??= new Affinity()).NodeAffinity = new NodeAffinity
                    {
                        RequiredDuringSchedulingIgnoredDuringExecution = required,
                    };
                    break;
            }
        }
    }

    private static StorageClass ClassFrom(string[] words)
    {
        var result = new StorageClass
        {
            Provisioner = Value(words, "provisioner") ?? "kubernetes.io/no-provisioner",
            VolumeBindingMode = words.Contains("wait") ? "WaitForFirstConsumer" : "Immediate",
        };
        result.Metadata.Name = words[1];
        return result;
    }

    private static PersistentVolume VolumeFrom(string[] words)
    {
        var volume = new PersistentVolume();
        volume.Metadata.Name = words[1];
        volume.Spec.StorageClassName = Value(words, "class");
        volume.Spec.Capacity = new() { ["storage"] = Quantity.Parse(Value(words, "size") ?? "1Gi") };
        volume.Spec.AccessModes = ["ReadWriteOnce"];
        if (Value(words, "on") is { } node)
        {
            var required = new NodeSelector();
            required.NodeSelectorTerms.Add(new NodeSelectorTerm
            {
                MatchExpressions = [new NodeSelectorRequirement { Key = "kubernetes.io/hostname", Operator = "In", Values = [node] }],
            });
            volume.Spec.NodeAffinity = new VolumeNodeAffinity { Required = required };
        }

        volume.Status.Phase = "Available";
        if (Value(words, "claim") is { } claim)
            volume.Spec.ClaimRef = new ObjectReference { Namespace = "default", Name = claim };
        return volume;
    }

    private static PersistentVolumeClaim ClaimFrom(string[] words)
    {
        var claim = new PersistentVolumeClaim();
        claim.Metadata.Namespace = "default";
        claim.Metadata.Name = words[1];
        claim.Spec.StorageClassName = Value(words, "class");
        claim.Spec.AccessModes = ["ReadWriteOnce"];
        claim.Spec.Resources.Requests = new() { ["storage"] = Quantity.Parse(Value(words, "size") ?? "1Gi") };
        if (Value(words, "volume") is { } volume)
        {
            claim.Spec.VolumeName = volume;
            claim.Metadata.Annotations = new() { ["pv.kubernetes.io/bind-completed"] = "yes" };
        }

        return claim;
    }
}
