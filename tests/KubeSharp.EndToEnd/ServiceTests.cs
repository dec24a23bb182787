using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>Services reached from pods and from the node.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ServiceTests(TestCluster cluster)
{
    private const string Echo = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: echo}
        spec:
          replicas: 2
          selector: {matchLabels: {app: echo}}
          template:
            metadata: {labels: {app: echo}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: busybox:e2e
                command: [sh, -c, "hostname >/tmp/name; exec httpd -f -p 8080 -h /tmp"]
                readinessProbe: {exec: {command: [sh, -c, "[ ! -e /tmp/unready ] && wget -q -O - http://127.0.0.1:8080/name"]}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo}
        spec: {type: NodePort, selector: {app: echo}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: nobody}
        spec: {selector: {app: nobody}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: "busybox:e2e", command: [sleep, "1000000"]}]
        """;

    [Fact]
    public async Task Traffic_is_balanced_over_ready_pods_only()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Echo);
        await ns.KubectlAsync("rollout", "status", "deployment/echo", "--timeout=90s");
        await ns.PodIsReadyAsync("client");
        var clusterIP = await ns.GetAsync("service echo", "{.spec.clusterIP}");
        var nodePort = await ns.GetAsync("service echo", "{.spec.ports[0].nodePort}");
        var nodeIP = await cluster.JsonPathAsync("get nodes", "{.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");

        async Task<string[]> Ask(string url)
        {
            var loop = $"for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do timeout 5 wget -q -O - {url}; done; true";
            return (await ns.KubectlAsync("exec", "client", "--", "sh", "-c", loop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        // That pods are ready goes to the node's rules by itself, a moment later.
        await Eventually.BecomesAsync("answers of both pods", () => Ask($"http://{clusterIP}/name"), a => a.Distinct().Count() == 2);
        var both = await Ask($"http://{clusterIP}/name");
        Assert.Equal(20, both.Length);
        Assert.Equal(2, (await Ask($"http://{nodeIP}:{nodePort}/name")).Distinct().Count());
        var fromNode = await cluster.OnNodeAsync("timeout", "5", "busybox", "wget", "-q", "-O", "-", $"http://{clusterIP}/name");
        Assert.Contains(fromNode.Succeeded().Trim(), both);
        Assert.StartsWith("echo-", (await cluster.OnNodeAsync("timeout", "5", "busybox", "wget", "-q", "-O", "-", $"http://{nodeIP}:{nodePort}/name")).Succeeded());

        var unready = both[0];
        await ns.KubectlAsync("exec", unready, "--", "touch", "/tmp/unready");
        await Eventually.BecomesAsync("only the ready pod answers", () => Ask($"http://{clusterIP}/name"), a => a.Length == 20 && !a.Contains(unready));
    }

    [Fact]
    public async Task A_service_without_endpoints_refuses()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Echo);
        await ns.PodIsReadyAsync("client");
        var address = await ns.GetAsync("service nobody", "{.spec.clusterIP}");
        await Eventually.BecomesAsync(
            "a refusal",
            () => ns.TryKubectlAsync("exec", "client", "--", "timeout", "3", "wget", "-O", "-", $"http://{address}/"),
            r => r.Error.Contains("refused"));
    }

    [Fact]
    public async Task Pods_reach_each_other_and_the_api_by_address()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Echo);
        await ns.KubectlAsync("rollout", "status", "deployment/echo", "--timeout=90s");
        await ns.PodIsReadyAsync("client");
        var podIP = await ns.GetAsync("pods -l app=echo", "{.items[0].status.podIP}");
        Assert.StartsWith("echo-", await ns.KubectlAsync("exec", "client", "--", "timeout", "5", "wget", "-q", "-O", "-", $"http://{podIP}:8080/name"));

        // busybox speaks no TLS that could be checked here; that something listens and accepts is what the address shows.
        await ns.KubectlAsync("exec", "client", "--", "sh", "-c", "nc -w 3 $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT </dev/null");
    }
}
