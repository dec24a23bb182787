using KubeSharp.Client;
using KubeSharp.Kubelet.Cri.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.RealNode;

public sealed class StaticPodTests(ContainerdFixture node) : IClassFixture<ContainerdFixture>
{
    private const string Manifest =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 2
          initContainers:
          - name: init
            image: localhost/test/busybox:1
            command: [sh, -c, "echo from-init > /data/file; echo $(NAME)"]
            env: [{name: NAME, value: hello}]
            volumeMounts: [{name: work, mountPath: /data}]
          - name: sidecar
            image: localhost/test/busybox:1
            restartPolicy: Always
            command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1; done"]
          containers:
          - name: main
            image: localhost/test/busybox:1
            command: [sh, -c, "cat /data/file; hostname; cat /etc/hosts; trap 'exit 0' TERM; while true; do sleep 1; done"]
            resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 64Mi}}
            volumeMounts: [{name: work, mountPath: /data, subPath: ""}, {name: work, mountPath: /one, subPath: sub}]
          volumes: [{name: work, emptyDir: {}}]
        """;

    [Fact]
    public async Task A_static_pod_runs_is_adopted_by_the_next_kubelet_and_ends_with_its_manifest()
    {
        Assert.SkipUnless(node.Usable, "needs a private real node");
        var stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory($"{node.Directory}/manifests");
        await File.WriteAllTextAsync($"{node.Directory}/manifests/web.yaml", Manifest, stop);
        string first;
        await using (var kubelet = Run())
        {
            var main = await WaitForAsync(c => c.Metadata.Name == "main" && c.State == ContainerState.ContainerRunning);
            first = main.Id;
            var log = Directory.GetFiles($"{node.Directory}/logs", "0.log", SearchOption.AllDirectories).Single(f => f.Contains("/main/", StringComparison.Ordinal));
            while (!(await File.ReadAllTextAsync(log, stop)).Contains("Kubernetes-managed", StringComparison.Ordinal))
            {
                await Task.Delay(20, stop);
            }

            Assert.Contains("stdout F from-init", await File.ReadAllTextAsync(log, stop), StringComparison.Ordinal);
            Assert.Contains("stdout F web-node1", await File.ReadAllTextAsync(log, stop), StringComparison.Ordinal);
        }

        Assert.NotEmpty(await node.Runtime.ListContainersAsync(null, stop));
        await using (var kubelet = Run())
        {
            // When the pod that came later runs, this kubelet has been through the one it found.
            await File.WriteAllTextAsync($"{node.Directory}/manifests/next.yaml", Manifest.Replace("name: web", "name: next", StringComparison.Ordinal), stop);
            await WaitForAsync(c => IsMainOf(c, "next-node1"));
            var main = await WaitForAsync(c => IsMainOf(c, "web-node1"));
            Assert.Equal(first, main.Id);
            File.Delete($"{node.Directory}/manifests/web.yaml");
            File.Delete($"{node.Directory}/manifests/next.yaml");
            while ((await node.Runtime.ListPodSandboxesAsync(null, stop)).Count > 0)
            {
                await Task.Delay(20, stop);
            }
        }

        Assert.Empty(Directory.GetDirectories($"{node.Directory}/kubelet/pods"));
    }

    private static bool IsMainOf(Container container, string pod) =>
        container.Metadata.Name == "main" && container.State == ContainerState.ContainerRunning && container.Labels["io.kubernetes.pod.name"] == pod;

    private Running Run()
    {
        var loggers = Environment.GetEnvironmentVariable("KS_LOG") is null
            ? (ILoggerFactory)NullLoggerFactory.Instance : new ConsoleLoggers();
        var client = new KubeClient(new HttpMessageInvoker(new Nobody()), new Uri("http://localhost/"));
        var options = new KubeletOptions
        {
            NodeName = "node1",
            NodeIp = "127.0.0.1",
            RootDirectory = $"{node.Directory}/kubelet",
            PodLogsDirectory = $"{node.Directory}/logs",
            ContainerRuntimeEndpoint = node.Options.Socket,
            PodManifestPath = $"{node.Directory}/manifests",
            CgroupRoot = "/" + Path.GetFileName(node.Directory),
            Port = 0,
        };
        return new Running(new KubeletComponent(options, client, new InformerFactory(client), loggers, TimeProvider.System));
    }

    private async Task<Container> WaitForAsync(Func<Container, bool> wanted)
    {
        while (true)
        {
            foreach (var container in await node.Runtime.ListContainersAsync(null, TestContext.Current.CancellationToken))
            {
                if (wanted(container))
                {
                    return container;
                }
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;

        public Running(KubeletComponent kubelet) => run = Task.Run(() => kubelet.RunAsync(stop.Token));

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await run;
            stop.Dispose();
        }
    }

    private sealed class Nobody : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("nobody there");
    }
}
