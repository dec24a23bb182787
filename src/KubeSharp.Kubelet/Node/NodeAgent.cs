using Grpc.Core;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.Client;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;
using CoreNode = KubeSharp.Models.Core.V1.Node;

namespace KubeSharp.Kubelet.Node;

/// <summary>
/// This machine's Node object: registers it, keeps its status. The state is looked at every few seconds, which costs a few reads of
/// /proc and one call; it is written only when it has changed, or after minutes.
/// </summary>
internal sealed class NodeAgent(
    KubeletOptions options, KubeClient client, IContainerRuntime runtime, Func<bool> runtimeConnected, Eviction.PressureState pressure,
    EventRecorder events, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan FastPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FastSpan = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private readonly ILogger log = loggers.CreateLogger<NodeAgent>();
    private CoreNode? node;
    private DateTimeOffset written;
    private string runtimeVersion = "";

    /// <summary>What the machine is.</summary>
    public MachineInfo Machine { get; } = MachineInfo.Read();

    /// <summary>The node's addresses.</summary>
    public IReadOnlyList<string> Addresses { get; } = [options.NodeIp ?? MachineInfo.FindAddress()];

    /// <summary>The port of the kubelet's server, once it listens.</summary>
    public int Port { get; set; } = options.Port;

    /// <summary>The uid of the Node object, once registered.</summary>
    public string? Uid => node?.Metadata.Uid;

    /// <summary>The Node object as it was last seen.</summary>
    public CoreNode? Current => node;

    /// <summary>Reads the Node object anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        node = await client.FindAsync<CoreNode>(null, options.NodeName, cancellationToken) ?? node;

    /// <summary>Registers, then keeps the status until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RegisterAsync(cancellationToken);
        events.Event(Reference(), EventTypes.Normal, "Starting", "Starting kubelet.");
        var start = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            var ready = await UpdateAsync(cancellationToken);

            // While the node comes up, seconds count.
            var fast = !ready && time.GetElapsedTime(start) < FastSpan;
            await Task.Delay(fast ? FastPeriod : options.NodeStatusUpdateFrequency, time, cancellationToken);
        }
    }

    private ObjectReference Reference() => new() { Kind = "Node", Name = options.NodeName, Uid = options.NodeName };

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                node = await client.FindAsync<CoreNode>(null, options.NodeName, cancellationToken);
                if (node is null && options.RegisterNode)
                {
                    var facts = await LookAsync(cancellationToken);
                    var fresh = new CoreNode
                    {
                        Metadata = new ObjectMeta
                        {
                            Name = options.NodeName,
                            Labels = NodeStatusBuilder.Labels(options),
                            Annotations = new Dictionary<string, string> { ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true" },
                        },
                        Status = NodeStatusBuilder.Build(options, Machine, facts, new NodeStatus(), Addresses, Port, []),
                    };
                    fresh.Spec.ProviderID = options.ProviderId;
                    fresh.Spec.Taints = options.RegisterWithTaints.Count > 0 ? [.. options.RegisterWithTaints] : null;
                    node = await client.CreateAsync(fresh, cancellationToken: cancellationToken);
                    written = time.GetUtcNow();
                    NodeLog.Registered(log, options.NodeName);
                }
                else if (node is not null)
                {
                    await RelabelAsync(node, cancellationToken);
                }

                if (node is not null)
                {
                    return;
                }
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException)
            {
                NodeLog.NotRegistered(log, options.NodeName, e.Message);
            }

            await Task.Delay(RetryPause, time, cancellationToken);
        }
    }

    /// <summary>A node that is there already gets the labels it should have; others on it stay.</summary>
    private async Task RelabelAsync(CoreNode there, CancellationToken cancellationToken)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in NodeStatusBuilder.Labels(options))
        {
            if (there.Metadata.Labels?.GetValueOrDefault(key) != value)
            {
                labels.Set(key, new JsonString(value));
            }
        }

        if (labels.Count > 0)
        {
            var meta = new JsonObject();
            meta.Set("labels", labels);
            var patch = new JsonObject();
            patch.Set("metadata", meta);
            node = await client.PatchAsync<CoreNode>(null, options.NodeName, KubePatch.StrategicMerge(patch.ToUtf8Bytes()), cancellationToken: cancellationToken);
        }
    }

    /// <summary>Looks at the node and writes its status if that is called for. True when it is ready.</summary>
    private async Task<bool> UpdateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var facts = await LookAsync(cancellationToken);
            var previous = node!.Status;
            var images = facts.RuntimeVersion.Length > 0 ? await runtime.ListImagesAsync(cancellationToken) : [];
            var status = NodeStatusBuilder.Build(options, Machine, facts, previous, Addresses, Port, images);
            if (Differs(status, previous) || facts.Now - written > options.NodeStatusReportFrequency)
            {
                await WriteAsync(status, previous, facts, cancellationToken);
            }

            return facts.NotReady.Length == 0;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Someone deleted the node while its kubelet runs: it is registered again, as upstream does only after a restart.
            await RegisterAsync(cancellationToken);
            return false;
        }
        catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException or RpcException && !cancellationToken.IsCancellationRequested)
        {
            NodeLog.StatusFailed(log, e.Message);
            return true;
        }
    }

    private async Task WriteAsync(NodeStatus status, NodeStatus previous, NodeFacts facts, CancellationToken cancellationToken)
    {
        var document = (JsonObject)JsonParser.Parse(KubernetesJson.ToUtf8Bytes(status));

        // These belong to other writers.
        document.Remove("volumesAttached");
        var patch = new JsonObject();
        patch.Set("status", document);
        var before = previous.Conditions?.Find(c => c.Type == "Ready")?.Status;
        node = await client.PatchAsync<CoreNode>(
            null, options.NodeName, KubePatch.StrategicMerge(patch.ToUtf8Bytes()), "status", cancellationToken: cancellationToken);
        written = facts.Now;
        var now = facts.NotReady.Length == 0 ? "True" : "False";
        if (before != now)
        {
            NodeLog.Ready(log, options.NodeName, now == "True" ? "ready" : "not ready: " + facts.NotReady);
            events.Event(
                Reference(), EventTypes.Normal, now == "True" ? "NodeReady" : "NodeNotReady",
                $"Node {options.NodeName} status is now: {(now == "True" ? "NodeReady" : "NodeNotReady")}");
        }
    }

    private async Task<NodeFacts> LookAsync(CancellationToken cancellationToken)
    {
        string notReady;
        try
        {
            if (runtimeVersion.Length == 0)
            {
                var version = await runtime.VersionAsync(cancellationToken);
                runtimeVersion = $"{version.RuntimeName}://{version.RuntimeVersion}";
            }

            var answer = await runtime.StatusAsync(cancellationToken);
            var unmet = answer.Status.Conditions.Where(c => !c.Status)
                .Select(c => c.Type == "NetworkReady"
                    ? $"container runtime network not ready: NetworkReady=false reason:{c.Reason} message:{c.Message}"
                    : $"container runtime status check may not have completed yet: {c.Type}=false reason:{c.Reason} message:{c.Message}");
            notReady = string.Join(", ", unmet);
            if (notReady.Length == 0 && !runtimeConnected())
            {
                notReady = "PLEG is not healthy: pleg has yet to be successful";
            }
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            runtimeVersion = "";
            notReady = $"container runtime is down: {e.Status.Detail}";
        }

        return new NodeFacts
        {
            Memory = MemoryState.Read(),
            Disk = DiskState.Of(options.RootDirectory),
            RuntimeVersion = runtimeVersion,
            NotReady = notReady,
            MemoryPressure = pressure.Memory,
            DiskPressure = pressure.Disk,
            PidPressure = pressure.Pids,
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>Whether anything but heartbeats has changed.</summary>
    private static bool Differs(NodeStatus a, NodeStatus b)
    {
        var left = a.DeepCopy();
        var right = b.DeepCopy();
        foreach (var condition in (left.Conditions ?? []).Concat(right.Conditions ?? []))
        {
            condition.LastHeartbeatTime = null;
        }

        return !left.Equals(right);
    }
}
