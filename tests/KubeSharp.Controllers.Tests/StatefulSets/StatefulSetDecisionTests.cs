using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class StatefulSetDecisionTests
{
    [Fact]
    public void Pods_start_one_after_the_other()
    {
        Assert.Equal([0], Created(Set(3)));
        Assert.Empty(Created(Set(3), Stateful(0, ready: false)));
        Assert.Equal([1], Created(Set(3), Stateful(0)));
        StatefulSet parallel = Set(3);
        parallel.Spec.PodManagementPolicy = "Parallel";
        Assert.Equal([0, 1, 2], Created(parallel));
        StatefulSet later = Set(2);
        later.Spec.Ordinals = new StatefulSetOrdinals { Start = 5 };
        Assert.Equal([5], Created(later));
    }

    [Fact]
    public void Pods_end_from_the_highest_and_not_while_a_lower_one_is_sick()
    {
        Assert.Equal(["db-2"], Deleted(Set(1), "v1", Stateful(0), Stateful(1), Stateful(2)));
        Assert.Empty(Deleted(Set(1), "v1", Stateful(0, ready: false), Stateful(1), Stateful(2)));
        Assert.Equal(["db-2"], Deleted(Set(2), "v1", Stateful(0), Stateful(1), Stateful(2, ready: false)));
    }

    [Fact]
    public void An_update_goes_from_the_highest_down_to_the_partition()
    {
        Assert.Equal(["db-2"], Deleted(Set(3), "v2", Stateful(0), Stateful(1), Stateful(2)));
        Assert.Empty(Deleted(Set(3), "v2", Stateful(0), Stateful(1), Stateful(2, "v2", ready: false)));
        Assert.Equal(["db-1"], Deleted(Set(3), "v2", Stateful(0), Stateful(1), Stateful(2, "v2")));
        StatefulSet set = Set(3);
        set.Spec.UpdateStrategy.RollingUpdate = new RollingUpdateStatefulSetStrategy { Partition = 2 };
        Assert.Empty(Deleted(set, "v2", Stateful(0), Stateful(1), Stateful(2, "v2")));
        set.Spec.UpdateStrategy.Type = "OnDelete";
        Assert.Empty(Deleted(set, "v2", Stateful(0), Stateful(1), Stateful(2)));
    }

    [Fact]
    public void A_pod_that_never_gets_ready_can_be_updated()
    {
        Assert.Equal(["db-0"], Deleted(Set(1), "v2", Stateful(0, ready: false)));
    }

    [Fact]
    public void Below_the_partition_a_lost_pod_comes_back_with_the_old_template()
    {
        StatefulSet set = Set(2);
        set.Spec.UpdateStrategy.RollingUpdate = new RollingUpdateStatefulSetStrategy { Partition = 1 };
        set.Status.CurrentReplicas = 1;
        Assert.Equal((0, false), StatefulSetDecision.Decide(set, [Stateful(1, "v2")], Revision("v1"), Revision("v2"), Make.Now).Create[0]);
    }

    [Fact]
    public void The_status_says_when_the_rollout_is_over()
    {
        StatefulSetStatus status = StatefulSetDecision.Decide(Set(2), [Stateful(0, "v2"), Stateful(1, "v2")], Revision("v1"), Revision("v2"), Make.Now).Status;
        Assert.Equal(("db-v2", "db-v2", 2, 2, 2), (status.CurrentRevision, status.UpdateRevision, status.UpdatedReplicas, status.CurrentReplicas, status.AvailableReplicas));
        status = StatefulSetDecision.Decide(Set(2), [Stateful(0), Stateful(1, "v2")], Revision("v1"), Revision("v2"), Make.Now).Status;
        Assert.Equal(("db-v1", 1, 1), (status.CurrentRevision, status.UpdatedReplicas, status.CurrentReplicas));
    }

    [Fact]
    public void A_pod_keeps_its_name_and_its_claims()
    {
        StatefulSet set = Set(1);
        var template = new PersistentVolumeClaim();
        template.Metadata.Name = "data";
        set.Spec.VolumeClaimTemplates = [template];
        Pod pod = StatefulPods.Create(set, set.Spec.Template, "v1", 3);
        Assert.Equal(("db-3", "db-3", "peers"), (pod.Metadata.Name, pod.Spec.Hostname, pod.Spec.Subdomain));
        Assert.Equal("data-db-3", pod.Spec.Volumes![0].PersistentVolumeClaim!.ClaimName);
        Assert.Equal("data-db-3", StatefulPods.Claims(set, 3)[0].Metadata.Name);
    }

    [Fact]
    public async Task A_set_comes_up_in_order_and_rolls_over()
    {
        await using var harness = new ControllerHarness(new ControllerManagerOptions { Controllers = ["statefulset-controller"] }, ControllerHarness.MakeReady);
        StatefulSet set = Set(3);
        set.Metadata.Uid = null;
        await harness.Client.CreateAsync(set);
        Informer<StatefulSet> sets = harness.Informers.Get<StatefulSet>();
        await Eventually.TrueAsync(() => sets.Get("default", "db")?.Status is { AvailableReplicas: 3 });
        Assert.Equal(["db-0", "db-1", "db-2"], harness.Pods.List().Select(p => p.Metadata.Name!).Order());
        await harness.Client.PatchAsync<StatefulSet>("default", "db", KubePatch.StrategicMerge("""{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"v2"}]}}}}"""));
        await Eventually.TrueAsync(() => sets.Get("default", "db")?.Status is { AvailableReplicas: 3, UpdatedReplicas: 3 } status && status.CurrentRevision == status.UpdateRevision
            && harness.Pods.List().All(p => p.Spec.Containers[0].Image == "v2"));
    }

    private static int[] Created(StatefulSet set, params Pod[] pods) =>
        [.. StatefulSetDecision.Decide(set, pods, Revision("v1"), Revision("v1"), Make.Now).Create.Select(c => c.Ordinal)];

    private static string[] Deleted(StatefulSet set, string update, params Pod[] pods) =>
        [.. StatefulSetDecision.Decide(set, pods, Revision("v1"), Revision(update), Make.Now).Delete.Select(p => p.Metadata.Name!)];

    private static ControllerRevision Revision(string hash)
    {
        var revision = new ControllerRevision();
        revision.Metadata.Name = "db-" + hash;
        revision.Metadata.Labels = new Dictionary<string, string> { [RevisionHistory.HashLabel] = hash };
        return revision;
    }

    private static Pod Stateful(int ordinal, string hash = "v1", bool ready = true)
    {
        Pod pod = Make.Pod("db-" + ordinal, ready: ready);
        pod.Metadata.Labels![RevisionHistory.HashLabel] = hash;
        return pod;
    }

    private static StatefulSet Set(int replicas)
    {
        var set = new StatefulSet();
        set.Metadata.Name = "db";
        set.Metadata.Namespace = "default";
        set.Metadata.Uid = "uid-db";
        set.Spec.Replicas = replicas;
        set.Spec.ServiceName = "peers";
        set.Spec.Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } };
        set.Spec.Template = Make.Template("v1");
        set.Spec.UpdateStrategy.Type = "RollingUpdate";
        return set;
    }
}
