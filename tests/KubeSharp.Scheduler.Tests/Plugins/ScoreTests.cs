using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Tests.Plugins;

public sealed class ScoreTests
{
    [Theory]
    [InlineData(ScoringStrategyType.LeastAllocated, 62)] // cpu (4-1)/4 = 75, memory (8-4)/8 = 50
    [InlineData(ScoringStrategyType.MostAllocated, 37)] // cpu 25, memory 50
    [InlineData(ScoringStrategyType.RequestedToCapacityRatio, 63)] // as LeastAllocated, rounded
    public void Strategies_of_NodeResourcesFit(ScoringStrategyType strategy, long expected)
    {
        var plugin = new NodeResourcesFit(new NodeResourcesFitOptions { Strategy = strategy });
        Assert.Equal(expected, plugin.Score(new CycleState(), NewPod("1", "4Gi"), NewNode("4", "8Gi")));
    }

    [Fact]
    public void Ratio_follows_the_shape()
    {
        var plugin = new NodeResourcesFit(new NodeResourcesFitOptions
        {
            Strategy = ScoringStrategyType.RequestedToCapacityRatio,
            Resources = [("cpu", 1)],
            Shape = [(0, 0), (50, 10), (100, 0)],
        });
        Assert.Equal(50, plugin.Score(new CycleState(), NewPod("1", "1Gi"), NewNode("4", "8Gi")));
        Assert.Equal(100, plugin.Score(new CycleState(), NewPod("2", "1Gi"), NewNode("4", "8Gi")));
        Assert.Equal(0, plugin.Score(new CycleState(), NewPod("4", "1Gi"), NewNode("4", "8Gi")));
    }

    [Fact]
    public void Balance_is_better_where_the_pod_evens_things_out()
    {
        var plugin = new NodeResourcesBalancedAllocation();
        var lopsided = NewNode("4", "8Gi");
        lopsided.AddPod(NewPod("2", "0"));
        var even = NewNode("4", "8Gi");
        var memoryHungry = NewPod("0", "4Gi");
        Assert.True(plugin.Score(new CycleState(), memoryHungry, lopsided) > plugin.Score(new CycleState(), memoryHungry, even));
        Assert.Equal(StatusCode.Skip, plugin.PreScore(new CycleState(), NewPod("0", "0"), new ClusterState(), [])?.Code);
    }

    [Theory]
    [InlineData(new long[] { 0, 0 }, false, new long[] { 0, 0 })]
    [InlineData(new long[] { 0, 0 }, true, new long[] { 100, 100 })]
    [InlineData(new long[] { 1, 4 }, false, new long[] { 25, 100 })]
    [InlineData(new long[] { 1, 4 }, true, new long[] { 75, 0 })]
    public void Scores_are_normalized(long[] scores, bool reverse, long[] expected)
    {
        ScoreNormalizer.ToHundred(scores, reverse);
        Assert.Equal(expected, scores);
    }

    [Theory]
    [InlineData(50, 0, 50)]
    [InlineData(100, 0, 100)]
    [InlineData(1000, 0, 420)]
    [InlineData(5000, 0, 500)]
    [InlineData(50000, 0, 2500)]
    [InlineData(1000, 30, 300)]
    [InlineData(1000, 100, 1000)]
    public void Sample_shrinks_as_the_cluster_grows(int nodes, int percentage, int expected) =>
        Assert.Equal(expected, KubeSharp.Scheduler.Engine.NodeSelection.EnoughNodes(nodes, percentage));

    private static NodeInfo NewNode(string cpu, string memory)
    {
        var node = new Node();
        node.Metadata.Name = "n";
        node.Status.Allocatable = new()
        {
            ["cpu"] = Quantity.Parse(cpu),
            ["memory"] = Quantity.Parse(memory),
            ["pods"] = Quantity.Parse("110"),
        };
        return new ClusterState().SetNode(node);
    }

    private static PodInfo NewPod(string cpu, string memory)
    {
        var pod = new Pod();
        pod.Metadata.Name = "p";
        var container = new Container { Name = "c" };
        container.Resources.Requests = new() { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) };
        pod.Spec.Containers.Add(container);
        return PodInfo.From(pod);
    }
}
