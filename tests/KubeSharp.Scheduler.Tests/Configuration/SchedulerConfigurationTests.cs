using KubeSharp.ApiMachinery.Text;
using KubeSharp.Scheduler.Configuration;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Tests.Configuration;

public sealed class SchedulerConfigurationTests
{
    private const string Head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

    [Fact]
    public void Profiles_plugins_and_arguments_are_taken_over()
    {
        var options = SchedulerConfiguration.Parse(
            Head + """
            leaderElection:
              leaderElect: false
            podMaxBackoffSeconds: 30
            percentageOfNodesToScore: 70
            profiles:
            - schedulerName: default-scheduler
            - schedulerName: packer
              plugins:
                multiPoint:
                  disabled:
                  - name: ImageLocality
                score:
                  disabled:
                  - name: NodeResourcesBalancedAllocation
                  enabled:
                  - name: NodeResourcesFit
                    weight: 5
              pluginConfig:
              - name: NodeResourcesFit
                args:
                  scoringStrategy:
                    type: MostAllocated
                    resources:
                    - name: cpu
                      weight: 3
            """,
            "me");
        Assert.Null(options.LeaderElection);
        Assert.Equal(TimeSpan.FromSeconds(30), options.PodMaxBackoff);
        Assert.Equal(2, options.Profiles.Count);
        var packer = options.Profiles[1];
        Assert.Equal(70, packer.PercentageOfNodesToScore);
        Assert.Equal(ScoringStrategyType.MostAllocated, packer.NodeResourcesFit.Strategy);
        Assert.Equal([("cpu", 3L)], packer.NodeResourcesFit.Resources);

        var profile = new Profile(packer);
        Assert.Equal(
            [("TaintToleration", 3), ("NodeAffinity", 2), ("NodeResourcesFit", 5), ("PodTopologySpread", 2), ("InterPodAffinity", 2)],
            profile.Scores.Select(s => (s.Plugin.Name, s.Weight)));
    }

    [Fact]
    public void Defaults_are_those_of_upstream()
    {
        var options = SchedulerConfiguration.Parse(Head, "me");
        Assert.Equal("kube-scheduler", options.LeaderElection?.Name);
        Assert.Equal("default-scheduler", Assert.Single(options.Profiles).SchedulerName);
    }

    [Theory]
    [InlineData("a: [", "not YAML")]
    [InlineData("kind: Pod", "must be a KubeSchedulerConfiguration")]
    [InlineData(Head + "profile: []", "profile: unknown field")]
    [InlineData(Head + "profiles:\n- percentageOfNodesToScore: 200", "profiles[0].percentageOfNodesToScore: 200 is not between 0 and 100")]
    [InlineData(Head + "profiles:\n- {}\n- {}", "profiles[1].schedulerName: \"default-scheduler\" is used twice")]
    [InlineData(Head + "leaderElection:\n  leaseDuration: soon", "leaderElection.leaseDuration: \"soon\" is not a duration")]
    [InlineData(Head + "profiles:\n- plugins:\n    score:\n      enabled:\n      - name: Nope", "profiles[0].plugins.score.enabled[0].name: there is no plugin \"Nope\"")]
    public void Faults_are_named(string text, string message)
    {
        var fault = Assert.Throws<SchedulerConfigurationException>(() => SchedulerConfiguration.Parse(text, "me"));
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("500ms", 500)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }
}
