using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>A Deployment as kubectl users live with it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DeploymentTests(TestCluster cluster)
{
    private const string Web = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: page}
        data: {index.html: hello}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: httpd
                image: busybox:e2e
                command: [httpd, -f, -p, "8080", -h, /www]
                volumeMounts: [{name: page, mountPath: /www}]
              volumes: [{name: page, configMap: {name: page}}]
        """;

    [Fact]
    public async Task It_is_created_scaled_changed_and_rolled_back()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.KubectlAsync("create", "deployment", "web", "--image=" + TestCluster.Image, "--replicas=3", "--", "sleep", "1000");
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        Assert.Matches(@"web\s+3/3\s+3\s+3", await ns.KubectlAsync("get", "deployment", "web"));
        Assert.Matches(@"web-\w+\s+3\s+3\s+3", await ns.KubectlAsync("get", "rs", "-o", "wide"));
        Assert.Equal(3, (await ns.KubectlAsync("get", "pods", "-o", "wide", "--no-headers")).Split('\n').Count(l => l.Contains("Running")));

        await ns.KubectlAsync("scale", "deployment/web", "--replicas=1");
        await ns.BecomesAsync("deployment web", "{.status.replicas}", v => v == "1");
        await ns.KubectlAsync("set", "env", "deployment/web", "COLOUR=blue");
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        Assert.Matches(@"(?m)^2 ", await ns.KubectlAsync("rollout", "history", "deployment/web"));
        await ns.KubectlAsync("rollout", "undo", "deployment/web");
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        Assert.Equal("", await ns.GetAsync("deployment web", "{.spec.template.spec.containers[0].env}"));
        await ns.KubectlAsync("rollout", "restart", "deployment/web");
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");

        var described = await ns.KubectlAsync("describe", "deployment", "web");
        Assert.Contains("ScalingReplicaSet", described);
        Assert.Contains("Available", described);
    }

    [Fact]
    public async Task Apply_is_repeatable_shows_its_diff_and_prunes_what_was_taken_out()
    {
        await using var ns = await cluster.NamespaceAsync();
        Assert.Contains("deployment.apps/web created", await ns.ApplyAsync(Web));
        Assert.Contains("deployment.apps/web unchanged", await ns.ApplyAsync(Web));
        var changed = Web.Replace("replicas: 2", "replicas: 1").Replace("labels: {app: web}}\nspec:\n  replicas", "labels: {tier: front}}\nspec:\n  replicas");
        var diff = await cluster.KubectlAsync(["-n", ns.Name, "diff", "-f", "-"], changed);
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("+  replicas: 1", diff.Output);
        Assert.Contains("deployment.apps/web configured", await ns.ApplyAsync(changed));
        Assert.Equal("{\"tier\":\"front\"}", await ns.GetAsync("deployment web", "{.metadata.labels}"));
        (await cluster.KubectlAsync(["-n", ns.Name, "apply", "--server-side", "--force-conflicts", "-f", "-"], changed)).Succeeded();
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
    }

    [Fact]
    public async Task Patches_labels_and_annotations_change_it()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Web);
        await ns.KubectlAsync("label", "deployment", "web", "team=a");
        await ns.KubectlAsync("annotate", "deployment", "web", "note=b");
        await ns.KubectlAsync("patch", "deployment", "web", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"httpd","env":[{"name":"A","value":"1"}]}]}}}}""");
        await ns.KubectlAsync("patch", "deployment", "web", "--type=merge", "-p", """{"spec":{"minReadySeconds":1}}""");
        await ns.KubectlAsync("patch", "deployment", "web", "--type=json", "-p", """[{"op":"replace","path":"/spec/replicas","value":1}]""");
        Assert.Equal(
            "a b 1 1 1 busybox:e2e",
            await ns.GetAsync("deployment web", "{.metadata.labels.team} {.metadata.annotations.note} {.spec.template.spec.containers[0].env[0].value} {.spec.minReadySeconds} {.spec.replicas} {.spec.template.spec.containers[0].image}"));
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced_and_a_deleted_deployment_takes_everything_with_it()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Web);
        await ns.KubectlAsync("wait", "--for=condition=Available", "deployment/web", "--timeout=90s");
        var first = await ns.GetAsync("pods", "{.items[0].metadata.name}");
        await ns.KubectlAsync("delete", "pod", first);
        await ns.BecomesAsync("deployment web", "{.status.readyReplicas}", v => v == "2");
        Assert.DoesNotContain(first, await ns.KubectlAsync("get", "pods"));

        await ns.KubectlAsync("delete", "deployment", "web");
        await ns.BecomesAsync("replicasets,pods", "{.items[*].metadata.name}", v => v == "");
    }

    [Fact]
    public async Task A_deleted_namespace_takes_everything_with_it()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Web);
        await ns.KubectlAsync("rollout", "status", "deployment/web", "--timeout=90s");
        await ns.KubectlAsync("delete", "namespace", ns.Name, "--timeout=90s");
        Assert.Contains("NotFound", (await ns.TryKubectlAsync("get", "namespace", ns.Name)).Failed());
    }
}
