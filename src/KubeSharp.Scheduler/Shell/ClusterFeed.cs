using System.Threading.Channels;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Policy.V1;
using KubeSharp.Models.Storage.V1;

namespace KubeSharp.Scheduler.Shell;

/// <summary>Turns what the informers say into messages for the scheduling loop, in order.</summary>
internal sealed class ClusterFeed : IDisposable
{
    private readonly Channel<ClusterChange> channel = Channel.CreateUnbounded<ClusterChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<IDisposable> registrations = [];
    private readonly List<IInformer> followed = [];

    /// <summary>Follows every kind the scheduler looks at.</summary>
    public ClusterFeed(InformerFactory informers)
    {
        Follow<Namespace>(informers);
        Follow<Node>(informers);
        Follow<PersistentVolume>(informers);
        Follow<PersistentVolumeClaim>(informers);
        Follow<StorageClass>(informers);
        Follow<CSINode>(informers);
        Follow<PodDisruptionBudget>(informers);
        Follow<Service>(informers);
        Follow<ReplicationController>(informers);
        Follow<ReplicaSet>(informers);
        Follow<StatefulSet>(informers);
        Follow<Pod>(informers);
    }

    /// <summary>The messages.</summary>
    public ChannelReader<ClusterChange> Reader => channel.Reader;

    /// <summary>Adds a message.</summary>
    public void Post(ClusterChangeKind kind, object? item) => channel.Writer.TryWrite(new ClusterChange(kind, item));

    /// <summary>Waits until the first full state of every kind is in the channel.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancel)
    {
        foreach (var informer in followed)
            await informer.WaitForSyncAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private void Follow<T>(InformerFactory informers)
        where T : class, IKubernetesObject<T>
    {
        var informer = informers.Get<T>();
        followed.Add(informer);
        registrations.Add(informer.AddHandler(
            item => Post(ClusterChangeKind.Set, item),
            (_, item) => Post(ClusterChangeKind.Set, item),
            item => Post(ClusterChangeKind.Removed, item)));
    }
}
