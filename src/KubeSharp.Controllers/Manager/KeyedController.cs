using KubeSharp.Client;
using KubeSharp.Models;

namespace KubeSharp.Controllers;

/// <summary>The shell that most controllers share: a queue of keys of their main kind, and workers that reconcile one key at a time.</summary>
internal abstract class KeyedController : IController, IDisposable
{
    private readonly List<IInformer> needed = [];
    private readonly int workers;

    protected KeyedController(ControllerContext context, int workers = 5)
    {
        Context = context;
        this.workers = workers;
        Queue = new WorkQueue<ObjectKey>(context.Time);
    }

    protected ControllerContext Context { get; }

    protected KubeClient Client => Context.Client;

    protected WorkQueue<ObjectKey> Queue { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (IInformer informer in needed) await informer.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
        await StartedAsync(cancellationToken).ConfigureAwait(false);
        await new ControllerLoop<ObjectKey>(Context.Name, Queue, ReconcileAsync, Context.Logger, workers).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public virtual void Dispose() => Queue.Dispose();

    protected abstract Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Called once, when the informers have synced and before the first key is worked on.</summary>
    protected virtual Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The shared informer of a kind; the controller waits for it before it starts.</summary>
    protected Informer<T> Need<T>(string? ns = null, string? fieldSelector = null)
        where T : class, IKubernetesObject<T>
    {
        Informer<T> informer = Context.Informers.Get<T>(ns, fieldSelector: fieldSelector);
        needed.Add(informer);
        return informer;
    }

    /// <summary>Queues every object of the main kind whenever it changes.</summary>
    protected Informer<T> Main<T>()
        where T : class, IKubernetesObject<T>
    {
        Informer<T> informer = Need<T>();
        informer.AddHandler(
            item => Queue.Add(ObjectKey.Of(item)),
            (_, item) => Queue.Add(ObjectKey.Of(item)),
            item => Queue.Add(ObjectKey.Of(item)));
        return informer;
    }
}
