using KubeSharp.Kubelet.Containerd;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.RealNode;

public sealed class ContainerdTests(ContainerdFixture node) : IClassFixture<ContainerdFixture>
{
    [Fact]
    public async Task A_sandbox_runs_the_pause_program_and_stops_gracefully()
    {
        Assert.SkipUnless(node.Usable, "needs a private real node");
        var config = Sandbox("pause");
        var id = await node.Runtime.RunPodSandboxAsync(config, "", TestContext.Current.CancellationToken);
        var status = await node.Runtime.PodSandboxStatusAsync(id, verbose: true, TestContext.Current.CancellationToken);
        Assert.Equal(PodSandboxState.SandboxReady, status.Status.State);
        Assert.StartsWith("10.233.0.", status.Status.Network.Ip, StringComparison.Ordinal);
        Assert.Contains("\"pid\":", status.Info["info"], StringComparison.Ordinal);
        await node.Runtime.StopPodSandboxAsync(id, TestContext.Current.CancellationToken);
        await node.Runtime.RemovePodSandboxAsync(id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Events_tell_of_a_containers_start_and_exit()
    {
        Assert.SkipUnless(node.Usable, "needs a private real node");
        var stop = TestContext.Current.CancellationToken;
        await using var events = node.Runtime.EventsAsync(stop).GetAsyncEnumerator(stop);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(RuntimeEventKind.Subscribed, events.Current.Kind);
        var sandbox = Sandbox("events");
        var pod = await node.Runtime.RunPodSandboxAsync(sandbox, "", stop);
        var container = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = "c" },
            Image = new ImageSpec { Image = ContainerdFixture.Busybox },
            Command = { "/bin/sh", "-c", "exit 3" },
        };
        var id = await node.Runtime.CreateContainerAsync(pod, container, sandbox, stop);
        await node.Runtime.StartContainerAsync(id, stop);
        var seen = new List<RuntimeEventKind>();
        while (!seen.Contains(RuntimeEventKind.Exited) && await events.MoveNextAsync())
        {
            if (events.Current.ContainerId == id)
            {
                seen.Add(events.Current.Kind);
            }
        }

        Assert.Equal([RuntimeEventKind.Started, RuntimeEventKind.Exited], seen);
    }

    [Fact]
    public async Task A_second_supervisor_adopts_and_a_dead_daemon_comes_back()
    {
        Assert.SkipUnless(node.Usable, "needs a private real node");
        var first = new ContainerdSupervisor(node.Options, NullLoggerFactory.Instance, TimeProvider.System);
        await first.StartAsync(TestContext.Current.CancellationToken);
        var id = first.ProcessId;
        var second = new ContainerdSupervisor(node.Options, NullLoggerFactory.Instance, TimeProvider.System);
        await second.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(id, second.ProcessId);
        using var stop = new CancellationTokenSource();
        var run = second.RunAsync(stop.Token);
        _ = Libc.Kill(id!.Value, 9);
        while (second.ProcessId is null || second.ProcessId == id)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        while (true)
        {
            try
            {
                await node.Runtime.VersionAsync(TestContext.Current.CancellationToken);
                break;
            }
            catch (Grpc.Core.RpcException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static PodSandboxConfig Sandbox(string name) => new()
    {
        Metadata = new PodSandboxMetadata { Name = name, Namespace = "default", Uid = name },
        Linux = new LinuxPodSandboxConfig(),
    };
}
