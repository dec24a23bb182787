using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>Killed processes lose nothing. A cluster of its own, since these tests kill it.</summary>
public sealed class HealingTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Pods = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: "busybox:e2e", command: [sleep, "1000000"]}]
        """;

    private const string Identity = "{range .items[*]}{.metadata.uid} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}{\"\\n\"}{end}";

    [Fact]
    public async Task After_kill_9_the_containers_are_adopted_and_nothing_restarts()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Pods);
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        var before = await ns.GetAsync("pods", Identity);

        await KillServerAsync();
        Assert.Equal(0, (await cluster.OnNodeAsync("pgrep", "-f", "sleep 1000000")).ExitCode);
        (await cluster.UpAsync()).Succeeded();

        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        await ns.KubectlAsync("scale", "deployment/web", "--replicas=3");
        await ns.BecomesAsync("deployment web", "{.status.readyReplicas}", v => v == "3");
        var after = await ns.GetAsync("pods", Identity);
        Assert.All(before.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, after));
    }

    [Fact]
    public async Task After_all_containers_are_lost_the_pods_come_back()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Pods);
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");

        (await cluster.KubesharpAsync("down")).Succeeded();
        Assert.NotEqual(0, (await cluster.OnNodeAsync("pgrep", "-f", cluster.DataDir)).ExitCode);
        (await cluster.UpAsync()).Succeeded();

        await Eventually.BecomesAsync(
            "two running pods",
            () => ns.KubectlAsync("get", "pods", "--no-headers"),
            pods => pods.Split('\n').Count(l => l.Contains("1/1") && l.Contains("Running")) == 2);
    }

    private async Task KillServerAsync()
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(cluster.DataDir, "run/kubesharp.pid"), TestContext.Current.CancellationToken)).Trim();
        (await cluster.OnNodeAsync("kill", "-9", pid)).Succeeded();
        await Eventually.BecomesAsync("the server's end", () => cluster.OnNodeAsync("kill", "-0", pid), r => r.ExitCode != 0);
    }
}
