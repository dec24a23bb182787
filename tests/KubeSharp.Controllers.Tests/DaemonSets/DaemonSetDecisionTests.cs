using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class DaemonSetDecisionTests
{
    [Fact]
    public void Every_node_that_fits_gets_one_pod()
    {
        DaemonSet set = Set();
        set.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" };
        Node tainted = Node("c", ("disk", "ssd"));
        tainted.Spec.Taints = [new Taint { Key = "dedicated", Effect = "NoSchedule" }];
        Node sick = Node("d", ("disk", "ssd"));
        sick.Spec.Taints = [new Taint { Key = NodeTaints.NotReady, Effect = "NoExecute" }, new Taint { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" }];
        DaemonSetPlan plan = Decide(set, [Node("a", ("disk", "ssd")), Node("b"), tainted, sick]);
        Assert.Equal(["a", "d"], plan.Create);
        Assert.Equal(2, plan.Status!.DesiredNumberScheduled);
    }

    [Fact]
    public void A_pod_is_made_for_its_node_alone()
    {
        Pod pod = DaemonPods.Create(Set(), DaemonPods.Template(Set(), "h1"), "a");
        Assert.Equal("a", DaemonPods.NodeOf(pod));
        Assert.Contains(pod.Spec.Tolerations!, t => t.Key == NodeTaints.Unreachable && t.Effect == "NoExecute");
        Assert.Equal("h1", pod.Metadata.Labels![RevisionHistory.HashLabel]);
    }

    [Fact]
    public void Surplus_failed_and_misplaced_pods_go()
    {
        Pod failed = DaemonPod("failed", "b");
        failed.Status.Phase = "Failed";
        DaemonSet set = Set();
        set.Spec.Template.Spec.NodeSelector = new Dictionary<string, string> { ["run"] = "yes" };
        DaemonSetPlan plan = Decide(
            set, [Node("a", ("run", "yes")), Node("b", ("run", "yes")), Node("c")], DaemonPod("one", "a", age: 100), DaemonPod("two", "a", age: 10), failed, DaemonPod("lost", "c"));
        Assert.Equal(["failed", "lost", "two"], plan.Delete.Select(p => p.Metadata.Name!).Order());
        Assert.Same(failed, Assert.Single(plan.Failed));
        Assert.Empty(plan.Create);
    }

    [Fact]
    public void An_update_takes_as_many_nodes_at_a_time_as_may_be_unavailable()
    {
        DaemonSet set = Set();
        Node[] nodes = [Node("a"), Node("b"), Node("c")];
        DaemonSetPlan plan = Decide(set, nodes, DaemonPod("pa", "a", "old"), DaemonPod("pb", "b", "old"), DaemonPod("pc", "c", "old"));
        Assert.Single(plan.Delete);
        plan = Decide(set, nodes, DaemonPod("pa", "a", ready: false), DaemonPod("pb", "b", "old"), DaemonPod("pc", "c", "old"));
        Assert.Empty(plan.Delete);
        set.Spec.UpdateStrategy.RollingUpdate = new RollingUpdateDaemonSet { MaxUnavailable = "67%" };
        Assert.Equal(2, Decide(set, nodes, DaemonPod("pa", "a", ready: false), DaemonPod("pb", "b", "old"), DaemonPod("pc", "c", "old")).Delete.Count);
        set.Spec.UpdateStrategy.Type = "OnDelete";
        Assert.Empty(Decide(set, nodes, DaemonPod("pa", "a", "old"), DaemonPod("pb", "b", "old")).Delete);
    }

    [Fact]
    public void With_surge_the_new_pod_comes_before_the_old_one_goes()
    {
        DaemonSet set = Set();
        set.Spec.UpdateStrategy.RollingUpdate = new RollingUpdateDaemonSet { MaxSurge = 1, MaxUnavailable = 0 };
        Node[] nodes = [Node("a"), Node("b")];
        DaemonSetPlan plan = Decide(set, nodes, DaemonPod("pa", "a", "old"), DaemonPod("pb", "b", "old"));
        Assert.Equal(["a"], plan.Create);
        Assert.Empty(plan.Delete);
        plan = Decide(set, nodes, DaemonPod("pa", "a", "old"), DaemonPod("pa2", "a", age: 5), DaemonPod("pb", "b", "old"));
        Assert.Equal("pa", Assert.Single(plan.Delete).Metadata.Name);
    }

    [Fact]
    public async Task A_daemon_follows_the_nodes_and_its_template()
    {
        await using var harness = new ControllerHarness(new ControllerManagerOptions { Controllers = ["daemonset-controller"] }, ControllerHarness.MakeReady);
        await harness.Client.CreateAsync(Node("a"));
        await harness.Client.CreateAsync(Node("b"));
        DaemonSet set = Set();
        set.Metadata.Uid = null;
        await harness.Client.CreateAsync(set);
        Informer<DaemonSet> sets = harness.Informers.Get<DaemonSet>();
        await Eventually.TrueAsync(() => sets.Get("default", "agent")?.Status is { NumberAvailable: 2, DesiredNumberScheduled: 2 });
        await harness.Client.PatchAsync<DaemonSet>("default", "agent", KubePatch.StrategicMerge("""{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"v2"}]}}}}"""));
        await Eventually.TrueAsync(() => sets.Get("default", "agent")?.Status is { NumberAvailable: 2, UpdatedNumberScheduled: 2 }
            && harness.Pods.List().All(p => p.Spec.Containers[0].Image == "v2"));
        Assert.Equal(2, (await harness.Client.ListAsync<ControllerRevision>("default")).Items.Count);
    }

    private static DaemonSetPlan Decide(DaemonSet set, Node[] nodes, params Pod[] pods) => DaemonSetDecision.Decide(set, "h1", nodes, pods, Make.Now);

    private static DaemonSet Set()
    {
        var set = new DaemonSet();
        set.Metadata.Name = "agent";
        set.Metadata.Namespace = "default";
        set.Metadata.Uid = "uid-agent";
        set.Spec.Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } };
        set.Spec.Template = Make.Template("v1");
        set.Spec.UpdateStrategy.Type = "RollingUpdate";
        return set;
    }

    private static Node Node(string name, params (string Key, string Value)[] labels)
    {
        var node = new Node();
        node.Metadata.Name = name;
        node.Metadata.Labels = labels.ToDictionary(l => l.Key, l => l.Value);
        return node;
    }

    private static Pod DaemonPod(string name, string node, string hash = "h1", bool ready = true, double age = 50)
    {
        Pod pod = Make.Pod(name, node: node, ready: ready, ageSeconds: age);
        pod.Metadata.Labels![RevisionHistory.HashLabel] = hash;
        return pod;
    }
}
