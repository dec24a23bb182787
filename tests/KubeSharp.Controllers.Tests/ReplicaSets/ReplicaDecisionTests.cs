using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class ReplicaDecisionTests
{
    [Theory]
    [InlineData(3, 0, 3, 0)]
    [InlineData(3, 3, 0, 0)]
    [InlineData(3, 5, 0, 2)]
    [InlineData(0, 2, 0, 2)]
    [InlineData(900, 0, 500, 0)]
    public void The_number_of_pods_is_brought_to_the_wanted_one(int wanted, int have, int create, int delete)
    {
        ReplicaPlan plan = ReplicaDecision.Decide(Set(wanted), Pods(have), [], Make.Now);
        Assert.Equal((create, delete), (plan.Create, plan.Delete.Count));
    }

    [Fact]
    public void Finished_and_leaving_pods_do_not_count()
    {
        Pod leaving = Make.Pod("leaving");
        leaving.Metadata.DeletionTimestamp = Make.Now;
        ReplicaPlan plan = ReplicaDecision.Decide(Set(2), [Make.Pod("done", "Succeeded"), Make.Pod("failed", "Failed"), leaving, Make.Pod("ok")], [], Make.Now);
        Assert.Equal(1, plan.Create);
    }

    [Fact]
    public void A_set_that_is_being_deleted_changes_nothing()
    {
        ReplicaView set = Set(3);
        set.Object.Metadata.DeletionTimestamp = Make.Now;
        Assert.Equal(ReplicaPlan.Nothing, ReplicaDecision.Decide(set, [], [], Make.Now));
    }

    [Fact]
    public void Victims_are_those_that_are_missed_least()
    {
        Pod cheap = Make.Pod("cheap", node: "n6");
        cheap.Metadata.Annotations = new Dictionary<string, string> { ["controller.kubernetes.io/pod-deletion-cost"] = "-1" };
        Pod[] pods =
        [
            Make.Pod("old", node: "n1", ageSeconds: 100000),
            Make.Pod("young", node: "n2", ageSeconds: 10),
            Make.Pod("crowded", node: "n3", ageSeconds: 100000),
            Make.Pod("crowded2", node: "n3", ageSeconds: 200),
            cheap,
            Make.Pod("unready", ready: false, node: "n4"),
            Make.Pod("pending", "Pending", ready: false, node: "n5"),
            Make.Pod("unassigned", "Pending", ready: false, node: ""),
        ];
        List<Pod> victims = PodRanking.PickVictims(pods, pods, 7, Make.Now);
        Assert.Equal(["unassigned", "pending", "unready", "cheap", "crowded2", "crowded", "young"], victims.Select(p => p.Metadata.Name));
    }

    [Fact]
    public void The_status_counts_ready_and_available_apart()
    {
        ReplicaView set = Set(3) with { MinReadySeconds = 60 };
        ReplicaStatus status = ReplicaDecision.Status(set, [Make.Pod("a", ageSeconds: 61), Make.Pod("b", ageSeconds: 20), Make.Pod("c", ready: false)], null, Make.Now);
        Assert.Equal((3, 2, 1), (status.Replicas, status.Ready, status.Available));
        Assert.Equal(TimeSpan.FromSeconds(40), ReplicaDecision.NextAvailable(set, [Make.Pod("a", ageSeconds: 61), Make.Pod("b", ageSeconds: 20)], Make.Now));
    }

    [Fact]
    public void Matching_orphans_are_adopted_and_strangers_released()
    {
        ReplicaSet set = Make.ReplicaSet(Make.Deployment(1), "v1", 1, 1, 1);
        Pod mine = Labelled("mine", "v1", set.Metadata.Uid);
        Pod stranger = Labelled("stranger", "other", set.Metadata.Uid);
        Pod orphan = Labelled("orphan", "v1", null);
        Pod elses = Labelled("elses", "v1", "uid-else");
        Claim<Pod> claim = Claim<Pod>.Decide(set, Selectors.Of(set.Spec.Selector), [mine, stranger, orphan, elses]);
        Assert.Equal(["mine"], claim.Owned.Select(p => p.Metadata.Name));
        Assert.Equal(["orphan"], claim.Adopt.Select(p => p.Metadata.Name));
        Assert.Equal(["stranger"], claim.Release.Select(p => p.Metadata.Name));
    }

    private static Pod Labelled(string name, string hash, string? owner)
    {
        Pod pod = Make.Pod(name);
        pod.Metadata.Labels![DeploymentNames.HashLabel] = hash;
        if (owner is not null) pod.Metadata.OwnerReferences = [new() { Kind = "ReplicaSet", Name = "x", Uid = owner, Controller = true }];
        return pod;
    }

    private static ReplicaView Set(int replicas) => ReplicaSetView.Of(Make.ReplicaSet(Make.Deployment(replicas), "v1", replicas, 0, 1));

    private static List<Pod> Pods(int count) => [.. Enumerable.Range(0, count).Select(i => Make.Pod("p" + i))];
}
