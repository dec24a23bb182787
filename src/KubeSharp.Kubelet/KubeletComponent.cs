using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Node;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Server;
using KubeSharp.Kubelet.Sources;
using KubeSharp.Kubelet.StaticPods;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet;

/// <summary>
/// The node agent: runs the pods that the API binds to this node, and those of its manifest folder, in containerd.
/// Stopping it leaves containers running; starting it again adopts them.
/// </summary>
public sealed class KubeletComponent(
    KubeletOptions options, KubeClient client, InformerFactory informers, ILoggerFactory loggers, TimeProvider time)
{
    private readonly ILogger log = loggers.CreateLogger<KubeletComponent>();

    /// <summary>Runs until cancelled. The runtime must be there or come; it may go and come back.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.RootDirectory);
        using var runtime = new CriRuntime(options.ContainerRuntimeEndpoint, options.RuntimeRequestTimeout);
        var observer = new RuntimeObserver(runtime, options.RelistPeriod, time, loggers);
        await using var events = new EventRecorder(client, "kubelet", options.NodeName, time, loggers.CreateLogger<EventRecorder>());
        var pressure = new PressureState();
        var node = new NodeAgent(options, client, runtime, () => observer.Connected || !observer.Listed.IsCompleted, pressure, events, time, loggers);
        var mirrors = new MirrorPods(client, options.NodeName, () => node.Uid, time, loggers);
        using var reporter = new StatusReporter(client, mirrors, time, loggers, cancellationToken);
        mirrors.Changed += reporter.Repeat;
        await using var objects = new ReferencedObjects(client, time, loggers);
        using var prober = new Prober(runtime);
        using var probes = new PodProbes(prober, events, time);
        using var hooks = new Hooks(runtime, time);
        var services = informers.Get<Service>();
        informers.Start();
        var allocatable = new Lazy<IReadOnlyDictionary<string, Quantity>>(
            () => NodeStatusBuilder.Resources(options, node.Machine, DiskState.Of(options.RootDirectory)).Allocatable);
        var pods = BuildPods(
            runtime, observer, events, reporter, objects, probes, hooks, node, () => allocatable.Value, ns => services.List(ns));
        objects.Changed += pods.ReferencesChanged;
        pods.Start(cancellationToken);

        await using var server = new KubeletServer(options, new ServedPods(pods, observer), runtime, client, loggers, time);
        await server.StartAsync(cancellationToken);
        node.Port = server.Port;
        using var images = new ImageCollector(options, runtime, time, loggers);
        var tasks = new List<Task>
        {
            observer.RunAsync(cancellationToken),
            node.RunAsync(cancellationToken),
            new NodeLease(options, client, () => node.Uid, time, loggers).RunAsync(cancellationToken),
            new Logs.LogRotation(options, runtime, observer, time, loggers).RunAsync(cancellationToken),
            images.RunAsync(cancellationToken),
            new EvictionLoop(options, pressure, pods, new CgroupManager(options, loggers), images, time, loggers).RunAsync(cancellationToken),
            RunPodsAsync(observer, services, pods, mirrors, objects, cancellationToken),
        };
        await RunUntilFaultAsync(tasks);
        await pods.StoppedAsync();
    }

    private PodManager BuildPods(
        CriRuntime runtime, RuntimeObserver observer, EventRecorder events, StatusReporter reporter, ReferencedObjects objects, PodProbes probes,
        Hooks hooks, NodeAgent node, Func<IReadOnlyDictionary<string, Quantity>> allocatable, Func<string, IReadOnlyList<Service>> servicesOf)
    {
        var paths = new KubeletPaths(options);
        var cgroups = new CgroupManager(options, loggers);
        var shared = new PodServices
        {
            Paths = paths,
            Runtime = runtime,
            Observer = observer,
            Images = new ImagePuller(runtime, new PullCredentials(objects), time),
            Volumes = new VolumeManager(options.RootDirectory, objects, time, loggers.CreateLogger<VolumeManager>()),
            Probes = probes,
            Cgroups = cgroups,
            Sandboxes = new SandboxConfigBuilder(options, paths, cgroups),
            Containers = new ContainerConfigBuilder(options, paths, cgroups, new MountBuilder(options, paths), node.Machine.Memory),
            Environment = new EnvironmentBuilder(objects, servicesOf, allocatable),
            Hooks = hooks,
            Events = new ContainerEvents(events),
            Reporter = reporter,
            HostIps = () => node.Addresses,
            Allocatable = allocatable,
            Time = time,
            Log = loggers.CreateLogger<PodWorker>(),
        };
        return new PodManager(shared, (pod, active) => PodAdmission.Admit(pod, active, node.Current, allocatable()), node.RefreshAsync);
    }

    private async Task RunPodsAsync(
        RuntimeObserver observer, Informer<Service> services, PodManager pods, MirrorPods mirrors, ReferencedObjects objects,
        CancellationToken cancellationToken)
    {
        await observer.Listed.WaitAsync(cancellationToken);
        Task manifests = Task.CompletedTask;
        if (options.PodManifestPath is { } folder)
        {
            // Static pods need no API: they run even while it is away, since it may be one of them.
            var source = new StaticPodSource(folder, options.NodeName, pods, mirrors, time, loggers);
            source.Load(cancellationToken);
            manifests = source.RunAsync(cancellationToken);
        }

        var api = new ApiPodSource(informers, options.NodeName, pods, mirrors, objects);
        informers.Start();
        await services.WaitForSyncAsync(cancellationToken);
        await api.StartAsync(cancellationToken);
        pods.RemoveOrphans();
        NodeLog.Started(log, options.NodeName, observer.All.Count);
        await manifests;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    /// <summary>Waits for the end; the first fault ends it early, so that it is seen.</summary>
    private static async Task RunUntilFaultAsync(List<Task> tasks)
    {
        while (tasks.Count > 0)
        {
            var ended = await Task.WhenAny(tasks);
            tasks.Remove(ended);
            try
            {
                await ended;
            }
            catch (OperationCanceledException)
            {
                // The stop.
            }
        }
    }
}
