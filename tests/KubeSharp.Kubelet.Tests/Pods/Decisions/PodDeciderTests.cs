using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;
using static KubeSharp.Kubelet.Tests.Pods.Decisions.PodLife;

namespace KubeSharp.Kubelet.Tests.Pods.Decisions;

public sealed class PodDeciderTests
{
    [Fact]
    public void Init_containers_run_in_order_a_sidecar_only_has_to_start()
    {
        var life = new PodLife("Always", Named("main")).WithInit(Named("first"), Named("side", "Always"), Named("second"));
        life.Settle().After(1).Exits("first", 0).Settle().After(1).Exits("second", 0).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start first
               1s first exits 0
               1s start side
               1s start second
               2s second exits 0
               2s start main
            """, life);
        Assert.Equal("Running", life.Status.Phase);
    }

    [Fact]
    public void A_sidecar_with_a_startup_probe_holds_up_what_follows_until_it_has_started()
    {
        var side = Named("side", "Always");
        side.StartupProbe = new Probe();
        var life = new PodLife("Always", Named("main")).WithInit(side);
        life.Settle().Probe("side", new ProbeVerdict(false, false)).Settle().After(3).Probe("side", new ProbeVerdict(true, true)).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start side
               3s start main
            """, life);
    }

    [Fact]
    public void A_crashing_container_restarts_at_once_then_after_ten_then_twenty_seconds()
    {
        var life = new PodLife("Always", Named("c")).Settle().Exits("c", 1).Settle().After(1).Exits("c", 1).Settle();
        Assert.Equal("CrashLoopBackOff", life.Status.ContainerStatuses![0].State.Waiting!.Reason);
        Assert.Equal("back-off 10s restarting failed container=c pod=p_ns(u)", life.Status.ContainerStatuses[0].State.Waiting!.Message);
        Assert.Equal(1, life.Status.ContainerStatuses[0].LastState.Terminated!.ExitCode);
        life.After(10).Settle().Exits("c", 1).Settle().After(19).Settle().After(1).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start c
               0s c exits 1
               0s start c (restart 1)
               1s c exits 1
               1s c waits: CrashLoopBackOff
              11s start c (restart 2)
              11s forget c 0
              11s c exits 1
              11s c waits: CrashLoopBackOff
              30s c waits: CrashLoopBackOff
              31s start c (restart 3)
              31s forget c 1
            """, life);
    }

    [Theory]
    [InlineData("Never", 0, "Succeeded")]
    [InlineData("Never", 3, "Failed")]
    [InlineData("OnFailure", 0, "Succeeded")]
    public void A_container_that_is_not_restarted_ends_its_pod(string policy, int code, string phase)
    {
        var life = new PodLife(policy, Named("c")).Settle().Exits("c", code).Settle();
        Assert.Equal(phase, life.Status.Phase);
        Assert.EndsWith("stop sandbox 0\n   0s finish", life.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void Sidecars_end_after_the_main_containers_the_last_one_first()
    {
        var life = new PodLife("Always", Named("main")).WithInit(Named("a", "Always"), Named("b", "Always"));
        life.Settle().Delete(30).Settle().After(2).Exits("main", 0).Settle().Exits("b", 0).Settle().Exits("a", 0).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start a
               0s start b
               0s start main
               0s deleted
               0s kill main within 30 s: Stopping container main
               2s main exits 0
               2s kill b within 28 s: Stopping container b
               2s b exits 0
               2s kill a within 28 s: Stopping container a
               2s a exits 0
               2s stop sandbox 0
               2s finish
            """, life);
    }

    [Fact]
    public void When_the_grace_is_over_sidecars_no_longer_wait_for_each_other()
    {
        var life = new PodLife("Always", Named("main")).WithInit(Named("a", "Always"), Named("b", "Always"));
        life.Settle().Delete(5).Settle().After(5).Settle();
        Assert.EndsWith(
            "kill b within 2 s: Stopping container b\n   5s kill a within 2 s: Stopping container a", life.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shorter_grace_overtakes_a_kill_under_way()
    {
        var life = new PodLife("Always", Named("c")).Settle().Delete(30).Settle().After(1).Delete(1).Settle();
        Assert.EndsWith("1s kill c within 1 s: Stopping container c", life.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_liveness_probe_kills_and_the_restart_counts()
    {
        var life = new PodLife("Always", Named("c")).Settle().Probe("c", new ProbeVerdict(true, true, new FailedProbe("liveness", 7)))
            .Settle().Exits("c", 137).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start c
               0s kill c within 7 s: Container c failed liveness probe, will be restarted
               0s c exits 137
               0s start c (restart 1)
            """, life);
    }

    [Fact]
    public void A_lost_sandbox_is_replaced_and_init_runs_again()
    {
        var life = new PodLife("Always", Named("main")).WithInit(Named("init")).Settle().Exits("init", 0).Settle().After(9).SandboxDies().Settle()
            .Exits("init", 0).Settle();
        Tells(
            """
               0s create sandbox 0
               0s start init
               0s init exits 0
               0s start main
               9s sandbox dies
               9s create sandbox 1
               9s start init (restart 1)
               9s init exits 0
               9s start main (restart 1)
            """, life);
    }

    [Fact]
    public void A_pod_that_never_restarts_does_not_outlive_its_sandbox()
    {
        var life = new PodLife("Never", Named("c")).Settle().SandboxDies().Settle();
        Assert.Equal("Failed", life.Status.Phase);
        Assert.DoesNotContain("create sandbox 1", life.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_cannot_be_made_shows_why_and_does_not_hold_up_the_others()
    {
        var life = new PodLife("Always", Named("bad"), Named("good")).FailsToStart("bad", "CreateContainerConfigError").Settle();
        Tells(
            """
               0s create sandbox 0
               0s start good
               0s bad waits: CreateContainerConfigError
            """, life);
        Assert.Equal("Pending", life.Status.Phase);
    }

    [Fact]
    public void A_rule_of_the_container_restarts_what_its_pod_would_not()
    {
        var ruled = Named("c", "Never");
        ruled.RestartPolicyRules = [new ContainerRestartRule { Action = "Restart", ExitCodes = new ContainerRestartRuleOnExitCodes { Operator = "In", Values = [42] } }];
        var life = new PodLife("Never", ruled).Settle().Exits("c", 42).Settle().Exits("c", 1).Settle();
        Assert.Contains("start c (restart 1)", life.Story, StringComparison.Ordinal);
        Assert.Equal("Failed", life.Status.Phase);
    }

    private static void Tells(string story, PodLife life) => Assert.Equal(story.ReplaceLineEndings("\n"), life.Story, ignoreLineEndingDifferences: true);
}
