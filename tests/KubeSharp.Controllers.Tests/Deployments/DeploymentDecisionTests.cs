using System.Text;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class DeploymentDecisionTests
{
    [Fact]
    public void A_new_deployment_makes_its_replica_set_at_full_size()
    {
        DeploymentPlan plan = Decide(Make.Deployment(3));
        ReplicaSet set = plan.Create!;
        Assert.Equal(3, set.Spec.Replicas);
        Assert.Equal("1", set.Metadata.Annotations![DeploymentNames.Revision]);
        Assert.Equal("4", set.Metadata.Annotations[DeploymentNames.MaxReplicas]);
        Assert.Equal("1", plan.Revision);
        string hash = set.Metadata.Labels![DeploymentNames.HashLabel];
        Assert.Equal("web-" + hash, set.Metadata.Name);
        Assert.Equal(hash, set.Spec.Selector.MatchLabels![DeploymentNames.HashLabel]);
        Assert.Matches("^[bcdfghjklmnpqrstvwxz2456789]+$", hash);
        Assert.Equal("NewReplicaSetCreated", DeploymentConditions.Find(plan.Status!, "Progressing")!.Reason);
    }

    /// <summary>The course of a rolling update, step by step; pods become available between the steps.</summary>
    [Fact]
    public void A_rolling_update_goes_from_old_to_new_within_its_limits()
    {
        Assert.Equal(
            """
            old 4/4 new 0/0
            old 4/4 new 1/0
            old 3/3 new 1/0
            old 3/3 new 2/0
            old 3/3 new 2/2
            old 1/1 new 2/2
            old 1/1 new 4/2
            old 1/1 new 4/4
            old 0/0 new 4/4
            """,
            Course(Make.Deployment(4, "v2")));
    }

    [Fact]
    public void Without_unavailability_nothing_old_goes_before_something_new_is_available()
    {
        Assert.Equal(
            """
            old 2/2 new 0/0
            old 2/2 new 1/0
            old 2/2 new 1/1
            old 1/1 new 1/1
            old 1/1 new 2/1
            old 1/1 new 2/2
            old 0/0 new 2/2
            """,
            Course(Make.Deployment(2, "v2", surge: "1", unavailable: "0")));
    }

    [Fact]
    public void Recreate_waits_for_the_old_pods_to_end()
    {
        Deployment d = Make.Deployment(2, "v2");
        d.Spec.Strategy.Type = "Recreate";
        d.Spec.Strategy.RollingUpdate = null;
        ReplicaSet old = Make.ReplicaSet(d, "v1", 2, 2, 1);
        ScaledReplicaSet scaled = Assert.Single(Decide(d, old).Update);
        Assert.Equal(0, scaled.To);
        old.Spec.Replicas = 0;
        var pods = new Dictionary<string, IReadOnlyList<Pod>> { ["uid-v1"] = [Make.Pod("p")] };
        Assert.Null(DeploymentDecision.Decide(new DeploymentSnapshot(d, [old], pods), Make.Now).Create);
        Assert.Equal(2, Decide(d, old).Create!.Spec.Replicas);
    }

    [Fact]
    public void Going_back_to_an_old_template_reuses_its_replica_set_with_a_new_revision()
    {
        Deployment d = Make.Deployment(2, "v1");
        DeploymentPlan plan = Decide(d, Make.ReplicaSet(d, "v1", 0, 0, 1), Make.ReplicaSet(d, "v2", 2, 2, 2));
        Assert.Null(plan.Create);
        ReplicaSet renewed = plan.Update[0].ReplicaSet;
        Assert.Equal("web-v1", renewed.Metadata.Name);
        Assert.Equal("3", renewed.Metadata.Annotations![DeploymentNames.Revision]);
        Assert.Equal("1", renewed.Metadata.Annotations[DeploymentNames.RevisionHistory]);
        Assert.Equal("3", plan.Revision);
        Assert.Equal(1, plan.Update[0].To);
    }

    [Fact]
    public void Scaling_in_mid_rollout_is_spread_in_proportion()
    {
        Deployment before = Make.Deployment(10, "v2", surge: "3", unavailable: "2");
        ReplicaSet old = Make.ReplicaSet(before, "v1", 8, 8, 1);
        ReplicaSet current = Make.ReplicaSet(before, "v2", 5, 0, 2);
        Deployment d = Make.Deployment(15, "v2", surge: "3", unavailable: "2");
        Dictionary<string, int> sizes = Decide(d, old, current).Update.ToDictionary(u => u.ReplicaSet.Metadata.Name!, u => u.To);
        Assert.Equal(11, sizes["web-v1"]);
        Assert.Equal(7, sizes["web-v2"]);
    }

    [Fact]
    public void A_paused_deployment_scales_but_does_not_roll()
    {
        Deployment d = Make.Deployment(5, "v2");
        d.Spec.Paused = true;
        DeploymentPlan plan = Decide(d, Make.ReplicaSet(Make.Deployment(3), "v1", 3, 3, 1));
        Assert.Null(plan.Create);
        Assert.Equal(5, Assert.Single(plan.Update).To);
        Assert.Equal("DeploymentPaused", DeploymentConditions.Find(plan.Status!, "Progressing")!.Reason);
    }

    [Fact]
    public void A_finished_rollout_says_so_and_drops_revisions_beyond_the_limit()
    {
        Deployment d = Make.Deployment(2, "v3");
        d.Spec.RevisionHistoryLimit = 1;
        d.Status = new DeploymentStatus { Replicas = 2, UpdatedReplicas = 2, ReadyReplicas = 2, AvailableReplicas = 2, ObservedGeneration = 1 };
        DeploymentPlan plan = Decide(d, Make.ReplicaSet(d, "v1", 0, 0, 1), Make.ReplicaSet(d, "v2", 0, 0, 2), Make.ReplicaSet(d, "v3", 2, 2, 3));
        Assert.Equal("web-v1", Assert.Single(plan.Delete).Metadata.Name);
        DeploymentCondition progress = DeploymentConditions.Find(plan.Status!, "Progressing")!;
        Assert.Equal(("True", "NewReplicaSetAvailable", "ReplicaSet \"web-v3\" has successfully progressed."), (progress.Status, progress.Reason, progress.Message));
    }

    [Fact]
    public void A_rollout_that_stands_still_times_out()
    {
        Deployment d = Make.Deployment(2, "v2");
        ReplicaSet current = Make.ReplicaSet(d, "v2", 2, 0, 1);
        d.Status = new DeploymentStatus { Replicas = 2, UpdatedReplicas = 2, ReadyReplicas = 0, AvailableReplicas = 0, UnavailableReplicas = 2, ObservedGeneration = 1 };
        DeploymentConditions.Set(d.Status, DeploymentConditions.Make("Progressing", "True", "ReplicaSetUpdated", "", Make.Now.AddSeconds(-590)));
        DeploymentPlan plan = Decide(d, current);
        Assert.Equal(TimeSpan.FromSeconds(11), plan.After);
        plan = DeploymentDecision.Decide(new DeploymentSnapshot(d, [current], new Dictionary<string, IReadOnlyList<Pod>>()), Make.Now.AddSeconds(11));
        DeploymentCondition progress = DeploymentConditions.Find(plan.Status!, "Progressing")!;
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (progress.Status, progress.Reason));
    }

    private static DeploymentPlan Decide(Deployment d, params ReplicaSet[] sets) =>
        DeploymentDecision.Decide(new DeploymentSnapshot(d, sets, new Dictionary<string, IReadOnlyList<Pod>>()), Make.Now);

    /// <summary>Runs a rollout from v1 to v2: size/available of both sets after every step that changes something.</summary>
    private static string Course(Deployment d)
    {
        ReplicaSet old = Make.ReplicaSet(d, "v1", d.Replicas(), d.Replicas(), 1);
        ReplicaSet current = Make.ReplicaSet(d, "v2", 0, 0, 2);
        var lines = new StringBuilder();
        Note();
        for (int round = 0; round < 20; round++)
        {
            DeploymentPlan plan = Decide(d, old, current);
            bool scaled = false;
            foreach (ScaledReplicaSet update in plan.Update)
            {
                ReplicaSet target = update.ReplicaSet.Metadata.Name == "web-v1" ? old : current;
                scaled |= target.Spec.Replicas != update.To;
                target.Spec.Replicas = update.To;
                target.Status.Replicas = update.To;
                target.Status.AvailableReplicas = Math.Min(target.Status.AvailableReplicas!.Value, update.To);
            }

            if (!scaled && current.Status.AvailableReplicas < current.Spec.Replicas)
            {
                current.Status.AvailableReplicas = current.Spec.Replicas;
                scaled = true;
            }

            if (!scaled) break;
            Note();
        }

        return lines.ToString().TrimEnd();

        void Note() => lines.AppendLine($"old {old.Spec.Replicas}/{old.Status.AvailableReplicas} new {current.Spec.Replicas}/{current.Status.AvailableReplicas}");
    }
}
