using System.Diagnostics;
using System.Globalization;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Queueing;
using KubeSharp.Scheduler.Shell;

namespace KubeSharp.Benchmarks.Scheduling;

/// <summary>
/// Pods per second that the scheduler decides about, with no API server in the way: plain pods, pods of a Service (built-in spreading),
/// required spreading over zones, and anti-affinity by host.
/// </summary>
internal static class SchedulerBenchmark
{
    public static int Run(string[] options)
    {
        var pods = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 10_000;
        int[] sizes = options.Length > 1 ? [int.Parse(options[1], CultureInfo.InvariantCulture)] : [1_000, 5_000];
        Console.WriteLine("nodes | pods of      |  pods/s | us a pod | bytes a pod");
        foreach (var nodes in sizes)
        {
            foreach (var workload in new[] { "plain", "service", "zones", "anti-affinity" })
            {
                Measure(nodes, Math.Min(pods, 500), workload);
                var (elapsed, bytes, placed) = Measure(nodes, workload == "anti-affinity" ? Math.Min(pods, nodes) : pods, workload);
                var each = elapsed.TotalMicroseconds / placed;
                Console.WriteLine($"{nodes,5} | {workload,-12} | {1e6 / each,7:F0} | {each,8:F1} | {bytes / placed,8}");
            }
        }

        return 0;
    }

    private static (TimeSpan Elapsed, long Bytes, int Placed) Measure(int nodes, int pods, string workload)
    {
        var core = new SchedulerCore(new ProfileSet(new Profile(new SchedulerProfileOptions())), QueueOptions.Default);
        var now = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < nodes; i++)
            core.NodeChanged(NewNode(i), now);
        if (workload == "service")
        {
            var service = new Service { Spec = new ServiceSpec { Selector = new() { ["app"] = "web" } } };
            service.Metadata.Namespace = "default";
            service.Metadata.Name = "web";
            CoreFeeder.Set(core, service, now);
        }

        for (var i = 0; i < pods; i++)
            core.PodChanged(NewPod(i, workload), now);
        var placed = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        while (core.ScheduleNext(now) is { } outcome)
        {
            if (outcome.NodeName is null)
                throw new InvalidOperationException(outcome.Message);
            core.Bound(outcome);
            placed++;
        }

        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated, placed);
    }

    private static Node NewNode(int i)
    {
        var node = new Node();
        node.Metadata.Name = $"node-{i}";
        node.Metadata.Labels = new()
        {
            ["kubernetes.io/hostname"] = node.Metadata.Name,
            ["topology.kubernetes.io/zone"] = $"zone-{i % 10}",
            ["kubernetes.io/os"] = "linux",
        };
        node.Status.Allocatable = new()
        {
            ["cpu"] = Quantity.Parse("32"),
            ["memory"] = Quantity.Parse("128Gi"),
            ["pods"] = Quantity.Parse("110"),
        };
        return node;
    }

    private static Pod NewPod(int i, string workload)
    {
        var pod = new Pod();
        pod.Metadata.Namespace = "default";
        pod.Metadata.Name = $"pod-{i}";
        pod.Metadata.Uid = $"uid-{i}";
        pod.Metadata.Labels = new() { ["app"] = "web" };
        var container = new Container { Name = "main", Image = "registry.example.com/web:1" };
        container.Resources.Requests = new() { ["cpu"] = Quantity.Parse("100m"), ["memory"] = Quantity.Parse("200Mi") };
        pod.Spec.Containers.Add(container);
        var selector = new LabelSelector { MatchLabels = new() { ["app"] = "web" } };
        if (workload == "zones")
        {
            pod.Spec.TopologySpreadConstraints =
            [
                new TopologySpreadConstraint
                {
                    TopologyKey = "topology.kubernetes.io/zone",
                    MaxSkew = 1,
                    WhenUnsatisfiable = "DoNotSchedule",
                    LabelSelector = selector,
                },
            ];
        }
        else if (workload == "anti-affinity")
        {
            pod.Spec.Affinity = new Affinity
            {
                PodAntiAffinity = new PodAntiAffinity
                {
                    RequiredDuringSchedulingIgnoredDuringExecution =
                    [
                        new PodAffinityTerm { TopologyKey = "kubernetes.io/hostname", LabelSelector = selector },
                    ],
                },
            };
        }

        return pod;
    }
}
