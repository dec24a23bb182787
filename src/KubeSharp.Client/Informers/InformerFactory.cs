using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Client;

/// <summary>
/// Hands out one informer per resource and selection, so that everything in a process shares one watch and one copy of each kind.
/// Ask for informers, add handlers and indexes, then <see cref="Start"/>; informers asked for later start at the next call.
/// </summary>
public sealed class InformerFactory : IAsyncDisposable
{
    private readonly KubeClient client;
    private readonly InformerOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Dictionary<Key, IInformer> informers = [];
    private readonly List<IInformer> waiting = [];
    private readonly Dictionary<IInformer, (Task Task, CancellationTokenSource Stop)> running = [];

    /// <summary>A factory of informers that read through <paramref name="client"/>.</summary>
    public InformerFactory(KubeClient client, TimeProvider? time = null, ILoggerFactory? loggerFactory = null, InformerOptions? options = null)
    {
        this.client = client;
        this.options = options ?? new InformerOptions();
        this.time = time ?? TimeProvider.System;
        logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeSharp.Client.Informer");
    }

    /// <summary>The shared informer of a kind.</summary>
    /// <param name="ns">Only this namespace; null for all.</param>
    /// <param name="labelSelector">Only objects that match.</param>
    /// <param name="fieldSelector">Only objects that match, for example <c>spec.nodeName=n1</c>.</param>
    public Informer<T> Get<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null)
        where T : class, IKubernetesObject<T> => Get<T>(T.Resource, ns, labelSelector, fieldSelector);

    /// <summary>The shared informer of an explicitly given resource.</summary>
    public Informer<T> Get<T>(ResourceInfo resource, string? ns = null, string? labelSelector = null, string? fieldSelector = null)
        where T : class, IKubernetesObject<T>
    {
        var key = new Key(typeof(T), resource, ns, labelSelector, fieldSelector);
        lock (gate)
        {
            if (informers.TryGetValue(key, out IInformer? found)) return (Informer<T>)found;
            var informer = new Informer<T>(client, resource, ns, labelSelector, fieldSelector, options, time, logger);
            informers.Add(key, informer);
            waiting.Add(informer);
            return informer;
        }
    }

    /// <summary>The shared metadata-only informer of any resource, custom ones too.</summary>
    public Informer<PartialObjectMetadata> GetMetadata(ResourceInfo resource) => Get<PartialObjectMetadata>(resource);

    /// <summary>Starts every informer handed out since the last call. They run until the factory is disposed.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (stop.IsCancellationRequested) return;
            foreach (IInformer informer in waiting)
            {
                var own = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                running.Add(informer, (Task.Run(() => informer.RunAsync(own.Token)), own));
            }

            waiting.Clear();
        }
    }

    /// <summary>Ends one informer and forgets it: for a resource that the server no longer has. Others that use it hear nothing more.</summary>
    public async Task RemoveAsync(IInformer informer)
    {
        (Task Task, CancellationTokenSource Stop) entry;
        lock (gate)
        {
            foreach ((Key key, IInformer value) in informers)
            {
                if (!ReferenceEquals(value, informer)) continue;
                informers.Remove(key);
                break;
            }

            waiting.Remove(informer);
            if (!running.Remove(informer, out entry)) return;
        }

        await entry.Stop.CancelAsync().ConfigureAwait(false);
        await entry.Task.ConfigureAwait(false);
        entry.Stop.Dispose();
    }

    /// <summary>Waits until every informer handed out so far has its first full state.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellationToken = default)
    {
        IInformer[] all;
        lock (gate) all = [.. informers.Values];
        foreach (IInformer informer in all) await informer.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all informers.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        (Task Task, CancellationTokenSource Stop)[] entries;
        lock (gate) entries = [.. running.Values];
        foreach ((Task task, CancellationTokenSource own) in entries)
        {
            await task.ConfigureAwait(false);
            own.Dispose();
        }

        stop.Dispose();
    }

    private readonly record struct Key(Type Type, ResourceInfo Resource, string? Namespace, string? LabelSelector, string? FieldSelector);
}
