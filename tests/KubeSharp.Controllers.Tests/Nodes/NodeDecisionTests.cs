using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Coordination.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class NodeDecisionTests
{
    [Theory]
    [InlineData("True", false, "")]
    [InlineData("False", false, "node.kubernetes.io/not-ready:NoSchedule")]
    [InlineData("False", true, "node.kubernetes.io/not-ready:NoExecute node.kubernetes.io/not-ready:NoSchedule")]
    [InlineData("Unknown", true, "node.kubernetes.io/unreachable:NoExecute node.kubernetes.io/unreachable:NoSchedule")]
    public void A_node_is_tainted_with_what_is_wrong(string ready, bool evict, string expected)
    {
        Node node = NodeWith("n", ready);
        Assert.Equal(expected, Describe(NodeTaints.Decide(node, evict, Make.Now)));
    }

    [Fact]
    public void A_node_that_recovers_loses_only_the_taints_that_were_ours()
    {
        Node node = NodeWith("n", "True");
        node.Spec.Taints = [new Taint { Key = "mine", Effect = "NoExecute" }, new Taint { Key = NodeTaints.NotReady, Effect = "NoExecute" }, new Taint { Key = NodeTaints.NotReady, Effect = "NoSchedule" }];
        Assert.Equal("mine:NoExecute", Describe(NodeTaints.Decide(node, true, Make.Now)));
        node.Spec.Taints = [new Taint { Key = "mine", Effect = "NoExecute" }];
        Assert.Null(NodeTaints.Decide(node, true, Make.Now));
    }

    [Fact]
    public void A_cordoned_node_says_so()
    {
        Node node = NodeWith("n", "True");
        node.Spec.Unschedulable = true;
        Assert.Equal("node.kubernetes.io/unschedulable:NoSchedule", Describe(NodeTaints.Decide(node, false, Make.Now)));
    }

    [Fact]
    public void A_lease_that_changes_is_a_sign_of_life_and_our_own_write_is_not()
    {
        Node node = NodeWith("n", "True");
        var lease = new Lease();
        lease.Spec.RenewTime = new MicroTime(Make.Now);
        NodeHealth health = NodeHealth.Observe(null, node, lease, Make.Now);
        health = NodeHealth.Observe(health, node, lease, Make.Now.AddSeconds(30));
        Assert.Equal(Make.Now, health.LastSign);
        lease.Spec.RenewTime = new MicroTime(Make.Now.AddSeconds(31));
        health = NodeHealth.Observe(health, node, lease, Make.Now.AddSeconds(40));
        Assert.Equal(Make.Now.AddSeconds(40), health.LastSign);
        node.Status = NodeHealth.Silence(node, Make.Now.AddSeconds(90))!;
        Assert.Equal(("Unknown", "NodeStatusUnknown"), (node.Status.Conditions![0].Status, node.Status.Conditions[0].Reason));
        Assert.Equal(Make.Now.AddSeconds(40), NodeHealth.Observe(health, node, lease, Make.Now.AddSeconds(91)).LastSign);
        Assert.Null(NodeHealth.Silence(node, Make.Now.AddSeconds(92)));
    }

    [Theory]
    [InlineData("True", "Normal")]
    [InlineData("False", "Full")]
    [InlineData("True False", "Normal")]
    [InlineData("True True False False False", "Partial")]
    [InlineData("True True True False False False", "Normal")]
    public void A_zone_is_as_bad_as_the_share_of_its_nodes_that_are_not_ready(string ready, string expected)
    {
        List<Node> nodes = [.. ready.Split(' ').Select((r, i) => NodeWith("n" + i, r))];
        Assert.Equal(expected, Zones.Judge(nodes).Single().Value.ToString());
    }

    [Theory]
    [InlineData("", null, 0.0)]
    [InlineData("Exists", null, null)]
    [InlineData("Exists", 300L, 300.0)]
    [InlineData("Exists", 0L, 0.0)]
    public void A_pod_stays_as_long_as_it_tolerates_the_taint(string toleration, long? seconds, double? stays)
    {
        Pod pod = Make.Pod("p");
        if (toleration.Length > 0) pod.Spec.Tolerations = [new Toleration { Key = NodeTaints.NotReady, Operator = toleration, Effect = "NoExecute", TolerationSeconds = seconds }];
        DateTimeOffset? end = EvictionDecision.Decide(pod, [new Taint { Key = NodeTaints.NotReady, Effect = "NoExecute", TimeAdded = Make.Now }], Make.Now);
        Assert.Equal(stays, (end - Make.Now)?.TotalSeconds);
        Assert.Null(EvictionDecision.Decide(pod, [new Taint { Key = NodeTaints.NotReady, Effect = "NoSchedule" }], Make.Now));
    }

    [Fact]
    public void Ranges_are_given_in_turn_and_none_twice()
    {
        var set = new CidrSet("10.244.0.0/22", 24);
        set.Occupy("10.244.1.0/24");
        Assert.Equal(["10.244.0.0/24", "10.244.2.0/24", "10.244.3.0/24", null], [set.Allocate(), set.Allocate(), set.Allocate(), set.Allocate()]);
        set.Release("10.244.2.0/24");
        Assert.Equal("10.244.2.0/24", set.Allocate());
        Assert.Equal("fd00::/64", new CidrSet("fd00::/48", 64).Allocate());
        Assert.Throws<FormatException>(() => new CidrSet("10.0.0.0/25", 24));
    }

    [Fact]
    public void Pods_that_nobody_else_removes_are_found()
    {
        Pod unscheduled = Make.Pod("unscheduled", "Pending", node: "");
        unscheduled.Metadata.DeletionTimestamp = Make.Now;
        Pod[] pods = [Make.Pod("old", "Succeeded", ageSeconds: 9000), Make.Pod("new", "Failed", ageSeconds: 10), Make.Pod("lost", node: "gone"), Make.Pod("fine"), unscheduled];
        PodGCPlan plan = PodGCDecision.Decide(pods, new Dictionary<string, Node> { ["n1"] = NodeWith("n1", "True") }, 1);
        Assert.Equal("old", Assert.Single(plan.Finished).Metadata.Name);
        Assert.Equal("lost", Assert.Single(plan.Orphaned).Metadata.Name);
        Assert.Equal("unscheduled", Assert.Single(plan.Unscheduled).Metadata.Name);
    }

    private static Node NodeWith(string name, string ready)
    {
        var node = new Node();
        node.Metadata.Name = name;
        node.Status.Conditions = [new NodeCondition { Type = "Ready", Status = ready, LastHeartbeatTime = Make.Now }];
        return node;
    }

    private static string Describe(List<Taint>? taints) => string.Join(' ', (taints ?? []).Select(t => t.Key + ":" + t.Effect).Order(StringComparer.Ordinal));
}
