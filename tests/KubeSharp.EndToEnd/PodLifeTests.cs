using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>How pods start, restart, are probed and end.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PodLifeTests(TestCluster cluster)
{
    [Fact]
    public async Task A_crashing_pod_restarts_with_back_off()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Pod("crash", "{name: c, image: \"busybox:e2e\", command: [sh, -c, \"exit 1\"]}"));
        await Eventually.BecomesAsync("CrashLoopBackOff", () => ns.KubectlAsync("get", "pod", "crash"), p => p.Contains("CrashLoopBackOff"));
        Assert.Matches("back-off (10|20|40)s restarting failed container=c pod=crash_", await ns.GetAsync("pod crash", "{.status.containerStatuses[0].state.waiting.message}"));
        Assert.Equal("1", await ns.GetAsync("pod crash", "{.status.containerStatuses[0].lastState.terminated.exitCode}"));
        Assert.Contains("BackOff", await ns.KubectlAsync("describe", "pod", "crash"));
    }

    [Theory]
    [InlineData("Never", "exit 0", "Succeeded")]
    [InlineData("Never", "exit 1", "Failed")]
    [InlineData("OnFailure", "test -e /d/once || { touch /d/once; exit 1; }", "Succeeded")]
    public async Task The_restart_policy_decides_the_phase(string policy, string script, string phase)
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync($$$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              restartPolicy: {{{policy}}}
              containers: [{name: c, image: "busybox:e2e", command: [sh, -c, "{{{script}}}"], volumeMounts: [{name: d, mountPath: /d}]}]
              volumes: [{name: d, emptyDir: {}}]
            """);
        await ns.BecomesAsync("pod p", "{.status.phase}", p => p == phase);
        Assert.Equal(policy == "OnFailure" ? "1" : "0", await ns.GetAsync("pod p", "{.status.containerStatuses[0].restartCount}"));
    }

    [Fact]
    public async Task Init_containers_run_in_order_and_a_sidecar_outlives_them()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              terminationGracePeriodSeconds: 2
              initContainers:
              - {name: one, image: "busybox:e2e", command: [sh, -c, "echo one >>/d/log"], volumeMounts: [{name: d, mountPath: /d}]}
              - {name: side, image: "busybox:e2e", restartPolicy: Always, command: [sh, -c, "echo side >>/d/log; touch /d/up; sleep 1000000"], volumeMounts: [{name: d, mountPath: /d}],
                 startupProbe: {exec: {command: [test, -e, /d/up]}, periodSeconds: 1}}
              - {name: two, image: "busybox:e2e", command: [sh, -c, "echo two >>/d/log"], volumeMounts: [{name: d, mountPath: /d}]}
              containers:
              - {name: c, image: "busybox:e2e", command: [sh, -c, "cat /d/log; sleep 1000000"], volumeMounts: [{name: d, mountPath: /d}]}
              volumes: [{name: d, emptyDir: {medium: Memory}}]
            """);
        await ns.PodIsReadyAsync("p");
        Assert.Equal("one\nside\ntwo\n", await ns.KubectlAsync("logs", "p", "-c", "c"));
        Assert.Contains("2/2", await ns.KubectlAsync("get", "pod", "p"));
    }

    [Fact]
    public async Task Liveness_restarts_readiness_withholds_and_startup_delays()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: live}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: c, image: "busybox:e2e", command: [sh, -c, "touch /tmp/ok; sleep 3; rm /tmp/ok; sleep 1000000"], livenessProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 1, failureThreshold: 1}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: http}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: busybox:e2e
                command: [sh, -c, "sleep 2; echo ok >/tmp/index.html; exec httpd -f -p 8080 -h /tmp"]
                startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 60}
                readinessProbe: {httpGet: {path: /index.html, port: 8080}, periodSeconds: 1}
                livenessProbe: {httpGet: {path: /index.html, port: 8080}, periodSeconds: 1, failureThreshold: 3}
            """);
        await ns.PodIsReadyAsync("http");
        Assert.Equal("0 true", await ns.GetAsync("pod http", "{.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].started}"));
        await ns.KubectlAsync("exec", "http", "--", "mv", "/tmp/index.html", "/tmp/gone");
        await ns.BecomesAsync("pod http", "{.status.containerStatuses[0].ready}", v => v == "false");
        await ns.BecomesAsync("pod live", "{.status.containerStatuses[0].restartCount}", v => v is not ("" or "0"));
        Assert.Contains("Unhealthy", await ns.KubectlAsync("describe", "pod", "live"));
    }

    [Fact]
    public async Task Environment_and_files_come_from_config_maps_secrets_and_the_pod_itself()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cm}
            data: {colour: blue}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            stringData: {password: hush}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p, labels: {a: b}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: busybox:e2e
                command: [sh, -c, "echo '$(GREETING)' $0; sleep 1000000", "$(NAME)"]
                env:
                - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: COLOUR, valueFrom: {configMapKeyRef: {name: cm, key: colour}}}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: password}}}
                - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
                - {name: GREETING, value: "$(NAME)-$(COLOUR)-$(PASSWORD)-$$(X)"}
                resources: {requests: {cpu: 50m, memory: 16Mi}, limits: {cpu: 100m, memory: 64Mi}}
                volumeMounts: [{name: all, mountPath: /all}, {name: cm, mountPath: /cm}]
              volumes:
              - {name: cm, configMap: {name: cm}}
              - name: all
                projected:
                  sources:
                  - {secret: {name: s, items: [{key: password, path: p}]}}
                  - {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                  - {serviceAccountToken: {path: token, audience: vault, expirationSeconds: 600}}
            """);
        await ns.PodIsReadyAsync("p");
        Assert.Equal("p-blue-hush-$(X) p\n", await ns.KubectlAsync("logs", "p"));
        Assert.Equal("hush|a=\"b\"|blue|100", await ns.KubectlAsync("exec", "p", "--", "sh", "-c", "echo -n $(cat /all/p)'|'$(cat /all/labels)'|'$(cat /cm/colour)'|'$CPU"));
        Assert.Equal("Burstable", await ns.GetAsync("pod p", "{.status.qosClass}"));

        await ns.KubectlAsync("patch", "configmap", "cm", "-p", """{"data":{"colour":"green"}}""");
        await Eventually.BecomesAsync("the file's new content", () => ns.KubectlAsync("exec", "p", "--", "cat", "/cm/colour"), v => v == "green");
    }

    [Fact]
    public async Task The_mounted_token_is_accepted_by_the_api_server()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Pod("p", "{name: c, image: \"busybox:e2e\", command: [sleep, \"1000000\"]}"));
        await ns.PodIsReadyAsync("p");
        var token = await ns.KubectlAsync("exec", "p", "--", "cat", "/var/run/secrets/kubernetes.io/serviceaccount/token");
        // An empty kubeconfig but for the server, so that the token is all the caller has.
        var server = await cluster.JsonPathAsync("config view", "{.clusters[0].cluster.server}");
        var who = await cluster.KubectlAsync("--kubeconfig=/dev/null", "--server=" + server, "--insecure-skip-tls-verify", "--token=" + token, "auth", "whoami");
        Assert.Contains($"system:serviceaccount:{ns.Name}:default", who.Succeeded());
    }

    [Fact]
    public async Task Security_context_and_limits_reach_the_process()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              terminationGracePeriodSeconds: 1
              securityContext: {runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000}
              containers:
              - name: c
                image: busybox:e2e
                command: [sleep, "1000000"]
                securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                resources: {limits: {memory: 32Mi, cpu: 200m}}
                volumeMounts: [{name: d, mountPath: /d}]
              volumes: [{name: d, emptyDir: {}}]
            """);
        await ns.PodIsReadyAsync("p");
        Assert.Contains("uid=1000 gid=2000 groups=2000,3000", await ns.KubectlAsync("exec", "p", "--", "id"));
        Assert.Contains("Read-only", (await ns.TryKubectlAsync("exec", "p", "--", "touch", "/x")).Failed());
        Assert.Equal("3000", (await ns.KubectlAsync("exec", "p", "--", "stat", "-c", "%g", "/d")).Trim());
        Assert.Contains("CapEff:\t0000000000000000", await ns.KubectlAsync("exec", "p", "--", "cat", "/proc/1/status"));
        Assert.Equal("Guaranteed", await ns.GetAsync("pod p", "{.status.qosClass}"));
        var limit = await ns.KubectlAsync("exec", "p", "--", "sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max");
        Assert.Equal((32 << 20).ToString(), limit.Trim());
    }

    [Fact]
    public async Task Termination_runs_the_pre_stop_hook_and_keeps_to_the_grace_period()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              terminationGracePeriodSeconds: 20
              containers:
              - name: c
                image: busybox:e2e
                command: [sh, -c, "trap 'echo term >/proc/1/fd/1; exit 0' TERM; while :; do sleep 0.1; done"]
                lifecycle: {preStop: {exec: {command: [sh, -c, "echo hook >/proc/1/fd/1"]}}}
            """);
        await ns.PodIsReadyAsync("p");
        var follow = ns.KubectlAsync("logs", "-f", "p");
        await ns.KubectlAsync("delete", "pod", "p");
        Assert.Equal("hook\nterm\n", await follow);
    }

    [Fact]
    public async Task A_bad_image_says_so()
    {
        await using var ns = await cluster.NamespaceAsync();
        await ns.ApplyAsync(Pod("bad", "{name: c, image: \"UPPER/case:bad tag\"}"));
        await ns.ApplyAsync(Pod("none", "{name: c, image: \"busybox:none\", imagePullPolicy: Never}"));
        await ns.BecomesAsync("pod bad", "{.status.containerStatuses[0].state.waiting.reason}", v => v == "InvalidImageName");
        await ns.BecomesAsync("pod none", "{.status.containerStatuses[0].state.waiting.reason}", v => v == "ErrImageNeverPull");
    }

    [Fact]
    public async Task Host_network_and_a_static_pod_are_shown_as_kubernetes_shows_them()
    {
        await using var ns = await cluster.NamespaceAsync();
        var nodeIP = await cluster.JsonPathAsync("get nodes", "{.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
        var node = await cluster.JsonPathAsync("get nodes", "{.items[0].metadata.name}");
        await ns.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {hostNetwork: true, terminationGracePeriodSeconds: 1, containers: [{name: c, image: "busybox:e2e", command: [sleep, "1000000"]}]}
            """);
        await ns.PodIsReadyAsync("p");
        Assert.Equal(nodeIP, await ns.GetAsync("pod p", "{.status.podIP}"));

        var manifest = Path.Combine(cluster.DataDir, "manifests", "static.yaml");
        await File.WriteAllTextAsync(manifest, Pod("static", "{name: c, image: \"busybox:e2e\", command: [sleep, \"1000000\"]}"), TestContext.Current.CancellationToken);
        try
        {
            await Eventually.BecomesAsync("the mirror pod", () => cluster.JsonPathAsync($"get pod static-{node}", "{.status.phase}"), p => p == "Running");
        }
        finally
        {
            File.Delete(manifest);
        }

        await Eventually.BecomesAsync("the mirror's end", () => cluster.KubectlAsync("get", "pod", "static-" + node), r => r.ExitCode != 0);
    }

    [Fact]
    public async Task A_pod_that_fits_nowhere_says_why_and_starts_when_it_fits()
    {
        await using var ns = await cluster.NamespaceAsync();
        var node = await cluster.JsonPathAsync("get nodes", "{.items[0].metadata.name}");
        await ns.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {nodeSelector: {"{{ns.Name}}": "yes"}, terminationGracePeriodSeconds: 1, containers: [{name: c, image: "busybox:e2e", command: [sleep, "1000000"]}]}
            """);
        var message = await ns.BecomesAsync("pod p", "{.status.conditions[?(@.type==\"PodScheduled\")].message}", m => m != "");
        Assert.StartsWith("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector", message);
        Assert.Contains("FailedScheduling", await ns.KubectlAsync("describe", "pod", "p"));
        (await cluster.KubectlAsync("label", "node", node, ns.Name + "=yes")).Succeeded();
        await ns.PodIsReadyAsync("p");
        (await cluster.KubectlAsync("label", "node", node, ns.Name + "-")).Succeeded();
    }

    private static string Pod(string name, string container) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}}
        spec: {terminationGracePeriodSeconds: 1, containers: [{{container}}]}
        """;
}
