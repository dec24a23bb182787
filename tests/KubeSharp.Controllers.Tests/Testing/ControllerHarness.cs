using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Controllers.Tests;

/// <summary>Real controllers against a <see cref="FakeCluster"/>, and a kubelet that makes every pod run at once.</summary>
internal sealed class ControllerHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly InformerFactory informers;
    private readonly Task running;

    public ControllerHarness(ControllerManagerOptions options, Action<Pod>? kubelet = null)
    {
        Client = Cluster.Client();
        informers = new InformerFactory(Client);
        Pods = informers.Get<Pod>();
        if (kubelet is not null) Pods.AddHandler(added: pod => _ = RunPodAsync(pod.DeepCopy(), kubelet));
        var manager = new ControllerManagerComponent(options, _ => Client, informers, NullLoggerFactory.Instance, TimeProvider.System);
        running = manager.RunAsync(stop.Token);
    }

    public FakeCluster Cluster { get; } = new();

    public KubeClient Client { get; }

    public InformerFactory Informers => informers;

    public Informer<Pod> Pods { get; }

    public static void MakeReady(Pod pod)
    {
        pod.Status.Phase = "Running";
        pod.Status.PodIP = "10.0.0." + (Math.Abs(pod.Metadata.Name!.GetHashCode(StringComparison.Ordinal)) % 250);
        pod.Status.Conditions = [new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = DateTimeOffset.UtcNow.AddSeconds(-1) }];
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        await informers.DisposeAsync();
        Client.Dispose();
        Cluster.Dispose();
        stop.Dispose();
    }

    private async Task RunPodAsync(Pod pod, Action<Pod> kubelet)
    {
        kubelet(pod);
        try
        {
            await Client.UpdateStatusAsync(pod);
        }
        catch (KubeApiException)
        {
            // Gone meanwhile.
        }
    }
}
