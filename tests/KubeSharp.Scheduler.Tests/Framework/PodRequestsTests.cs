using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Tests.Framework;

public sealed class PodRequestsTests
{
    [Fact]
    public void Containers_add_up() => Assert.Equal(700, Cpu(NewPod([("a", "500m"), ("b", "200m")], [])));

    [Fact]
    public void Largest_init_container_counts_when_it_is_more() => Assert.Equal(2000, Cpu(NewPod([("a", "500m")], [("i", "2", false), ("j", "1", false)])));

    [Fact]
    public void Sidecars_count_with_the_containers_and_with_later_init_containers()
    {
        // Running: 500m + 300m. Starting: the second init container beside the sidecar, 300m + 1.
        Assert.Equal(1300, Cpu(NewPod([("a", "500m")], [("side", "300m", true), ("init", "1", false)])));
        Assert.Equal(800, Cpu(NewPod([("a", "500m")], [("init", "400m", false), ("side", "300m", true)])));
    }

    [Fact]
    public void Overhead_comes_on_top()
    {
        var pod = NewPod([("a", "500m")], []);
        pod.Spec.Overhead = new() { ["cpu"] = Quantity.Parse("50m") };
        Assert.Equal(550, Cpu(pod));
    }

    [Fact]
    public void Requests_of_the_pod_override_those_of_its_containers()
    {
        var pod = NewPod([("a", "500m")], []);
        pod.Spec.Resources = new ResourceRequirements { Requests = new() { ["cpu"] = Quantity.Parse("2") } };
        pod.Spec.Overhead = new() { ["cpu"] = Quantity.Parse("50m") };
        Assert.Equal(2050, Cpu(pod));
    }

    [Fact]
    public void Resize_in_progress_holds_the_larger_amount_unless_it_cannot_be_done()
    {
        var pod = NewPod([("a", "500m")], []);
        pod.Status.ContainerStatuses =
        [
            new ContainerStatus
            {
                Name = "a",
                Resources = new ResourceRequirements { Requests = new() { ["cpu"] = Quantity.Parse("300m") } },
                AllocatedResources = new() { ["cpu"] = Quantity.Parse("400m") },
            },
        ];
        Assert.Equal(500, Cpu(pod));
        pod.Status.Conditions = [new PodCondition { Type = "PodResizePending", Reason = "Infeasible" }];
        Assert.Equal(400, Cpu(pod));
    }

    [Fact]
    public void Scoring_assumes_something_for_containers_that_ask_for_nothing()
    {
        var info = PodInfo.From(NewPod([("a", null), ("b", "300m")], []));
        Assert.Equal(300, info.Requests.MilliCpu);
        Assert.Equal(400, info.NonZeroMilliCpu);
        Assert.Equal(400L * 1024 * 1024, info.NonZeroMemory);
    }

    private static long Cpu(Pod pod) => PodRequests.Compute(pod).MilliCpu;

    private static Pod NewPod((string Name, string? Cpu)[] containers, (string Name, string Cpu, bool Sidecar)[] initContainers)
    {
        var pod = new Pod();
        foreach (var (name, cpu) in containers)
        {
            var container = new Container { Name = name };
            if (cpu is not null)
                container.Resources.Requests = new() { ["cpu"] = Quantity.Parse(cpu) };
            pod.Spec.Containers.Add(container);
        }

        foreach (var (name, cpu, sidecar) in initContainers)
        {
            var container = new Container { Name = name, RestartPolicy = sidecar ? "Always" : null };
            container.Resources.Requests = new() { ["cpu"] = Quantity.Parse(cpu) };
            (pod.Spec.InitContainers ??= []).Add(container);
        }

        return pod;
    }
}
