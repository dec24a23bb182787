using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>logs, exec, attach, cp, port-forward, run and debug, under the oldest and the newest kubectl of the machine.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PodStreamTests(TestCluster cluster)
{
    public static TheoryData<string> OldestAndNewest =>
        KubectlBinaries.Versions.Count > 1 ? new(KubectlBinaries.Versions.First().Data, KubectlBinaries.Versions.Last().Data) : KubectlBinaries.Versions;

    [Theory]
    [MemberData(nameof(OldestAndNewest))]
    public async Task Exec_carries_input_output_and_the_exit_code(string kubectl)
    {
        await using var ns = await cluster.NamespaceAsync();
        await StartSleeperAsync(ns);
        async Task<CommandResult> Exec(string? input, params string[] command) =>
            await cluster.KubectlAsync(["-n", ns.Name, "exec", "-i", "sleeper", "--", .. command], input, kubectl);

        Assert.Equal("hello\n", (await Exec("hello\n", "cat")).Succeeded());
        Assert.Equal(7, (await Exec(null, "sh", "-c", "exit 7")).ExitCode);
        Assert.Contains("oops", (await Exec(null, "sh", "-c", "echo oops >&2; exit 1")).Error);
        var big = new string('x', 1 << 20);
        Assert.Equal("1048576", (await Exec(big, "wc", "-c")).Succeeded().Trim());
    }

    [Theory]
    [MemberData(nameof(OldestAndNewest))]
    public async Task Exec_gives_a_terminal(string kubectl)
    {
        await using var ns = await cluster.NamespaceAsync();
        await StartSleeperAsync(ns);
        // script gives kubectl a terminal of its own, 33 rows by 77 columns.
        var command = $"stty rows 33 cols 77; {kubectl} --kubeconfig {cluster.Kubeconfig} -n {ns.Name} exec -it sleeper -- sh -c 'sleep 0.3; test -t 0 && stty size'";
        var result = await cluster.OnNodeAsync("script", "-qec", command, "/dev/null");
        Assert.Contains("33 77", result.Succeeded());
    }

    [Fact]
    public async Task Logs_follow_tail_and_show_the_previous_container()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: talker}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: c, image: "busybox:e2e", command: [sh, -c, "for i in 1 2 3 4 5; do echo line $i; done; sleep 2; exit 3"]}
            """);
        await ns.BecomesAsync("pod talker", "{.status.containerStatuses[0].restartCount}", v => v is not ("" or "0"));
        Assert.Contains("line 5", await ns.KubectlAsync("logs", "talker", "--previous"));
        Assert.Equal("line 4\nline 5\n", await ns.KubectlAsync("logs", "talker", "--previous", "--tail=2"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z line 1", await ns.KubectlAsync("logs", "talker", "--previous", "--timestamps"));
        Assert.Contains("line 1", await ns.KubectlAsync("logs", "talker", "--previous", "--since=10m"));
        Assert.Contains("line 5", await ns.KubectlAsync("logs", "talker", "-f", "--previous"));
    }

    [Fact]
    public async Task Files_are_copied_both_ways()
    {
        await using var ns = await cluster.NamespaceAsync();
        await StartSleeperAsync(ns);
        var folder = Directory.CreateTempSubdirectory("kse2e-cp-");
        try
        {
            var there = Path.Combine(folder.FullName, "there");
            var back = Path.Combine(folder.FullName, "back");
            var content = new byte[3 << 20];
            new Random(7).NextBytes(content);
            await File.WriteAllBytesAsync(there, content, TestContext.Current.CancellationToken);
            await ns.KubectlAsync("cp", there, "sleeper:/tmp/file");
            await ns.KubectlAsync("cp", "sleeper:/tmp/file", back);
            Assert.Equal(content, await File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(OldestAndNewest))]
    public async Task Ports_are_forwarded_to_a_pod_and_a_service(string kubectl)
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: c, image: "busybox:e2e", command: [sh, -c, "echo served >/tmp/index.html; exec httpd -f -p 8080 -h /tmp"]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
            """);
        await ns.PodIsReadyAsync("web");
        foreach (var (target, port) in new[] { ("pod/web", "8080"), ("service/web", "80") })
        {
            // The address is printed once the port is open, so the fetch can start with that line.
            var script = $"""
                exec 3< <(exec "$0" --kubeconfig {cluster.Kubeconfig} -n {ns.Name} port-forward {target} :{port} 2>&1); forward=$!
                read -r _ _ address _ <&3
                for i in 1 2 3; do busybox wget -q -O - "http://$address/index.html"; done
                busybox nc -w 2 ${"{address%:*}"} ${"{address##*:}"} </dev/null
                busybox wget -q -O - "http://$address/index.html"
                kill $forward
                """;
            Assert.Equal("served\nserved\nserved\nserved\n", (await cluster.OnNodeAsync("bash", "-c", script, kubectl)).Succeeded());
        }
    }

    [Fact]
    public async Task Run_attaches_and_removes_the_pod()
    {
        await using var ns = await cluster.NamespaceAsync();
        var result = await cluster.KubectlAsync(
            ["-n", ns.Name, "run", "-i", "--rm", "once", "--image=" + TestCluster.Image, "--restart=Never", "--", "sh", "-c", "read line; echo got $line"],
            "this\n");
        Assert.Contains("got this", result.Succeeded());
        Assert.Contains("No resources found", (await ns.TryKubectlAsync("get", "pods")).Error);
    }

    [Fact]
    public async Task Debug_adds_an_ephemeral_container_that_sees_the_target()
    {
        await using var ns = await cluster.NamespaceAsync();
        await StartSleeperAsync(ns);
        await ns.KubectlAsync("debug", "sleeper", "--image=" + TestCluster.Image, "--target=c", "--container=look", "--", "sh", "-c", "ps; sleep 1000");
        await ns.BecomesAsync("pod sleeper", "{.status.ephemeralContainerStatuses[0].state.running.startedAt}", v => v != "");
        await Eventually.BecomesAsync("the target's process", () => ns.KubectlAsync("logs", "sleeper", "-c", "look"), l => l.Contains("sleep 1000000"));
    }

    private static async Task StartSleeperAsync(TestNamespace ns)
    {
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: sleeper}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: "busybox:e2e", command: [sleep, "1000000"]}]
            """);
        await ns.PodIsReadyAsync("sleeper");
    }
}
