using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Models.Coordination.V1;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Node;

/// <summary>
/// The node's heartbeat: a small object that is renewed every few seconds.
/// https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats
/// </summary>
internal sealed class NodeLease(KubeletOptions options, KubeClient client, Func<string?> nodeUid, TimeProvider time, ILoggerFactory loggers)
{
    private const string Namespace = "kube-node-lease";
    private const int RenewalsPerLease = 4;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private readonly ILogger log = loggers.CreateLogger<NodeLease>();
    private Lease? lease;
    private bool troubled;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromSeconds((double)options.NodeLeaseDurationSeconds / RenewalsPerLease);
        while (true)
        {
            var pause = period;
            try
            {
                await RenewAsync(cancellationToken);
                troubled = false;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException)
            {
                if (!troubled && e is not KubeApiException { IsNotFound: true })
                {
                    troubled = true;
                    NodeLog.LeaseFailed(log, e.Message);
                }

                lease = null;
                pause = RetryPause;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        lease ??= await client.FindAsync<Lease>(Namespace, options.NodeName, cancellationToken);
        var fresh = lease?.DeepCopy() ?? new Lease { Metadata = new ObjectMeta { Name = options.NodeName, Namespace = Namespace } };
        fresh.Spec.HolderIdentity = options.NodeName;
        fresh.Spec.LeaseDurationSeconds = options.NodeLeaseDurationSeconds;
        fresh.Spec.RenewTime = new MicroTime(time.GetUtcNow());
        if (fresh.Metadata.OwnerReferences is not { Count: > 0 } && nodeUid() is { } uid)
        {
            fresh.Metadata.OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = options.NodeName, Uid = uid }];
        }

        lease = lease is null
            ? await client.CreateAsync(fresh, cancellationToken: cancellationToken)
            : await client.UpdateAsync(fresh, cancellationToken: cancellationToken);
    }
}
