using KubeSharp.Models;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Client;

/// <summary>
/// Keeps a local copy of all objects of one kind and tells handlers what changes: one list, then a watch that is taken up again
/// where it broke. A revision that the server forgot makes it list again; a connection that says nothing is given up; failures
/// are retried with back-off for ever. Handlers see a consistent story all the same: one add, then updates, then one delete.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed partial class Informer<T> : IInformer, ILister<T>
    where T : class, IKubernetesObject<T>
{
    private readonly KubeClient client;
    private readonly string? ns;
    private readonly ListQuery selection;
    private readonly InformerOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ObjectStore<T> store = new();
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Held while the store changes and handlers hear of it, and while a handler joins: a newcomer sees each object exactly once.
    private readonly Lock delivery = new();
    private IInformerHandler<T>[] handlers = [];
    private volatile string lastResourceVersion = "";

    /// <summary>An informer of its own; most code asks an <see cref="InformerFactory"/> for the shared one.</summary>
    /// <param name="client">Where to list and watch.</param>
    /// <param name="resource">The resource; null for the one of <typeparamref name="T"/>.</param>
    /// <param name="ns">Only this namespace; null for all.</param>
    /// <param name="labelSelector">Only objects that match.</param>
    /// <param name="fieldSelector">Only objects that match.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="time">Time; null for the system's.</param>
    /// <param name="logger">Where to say what goes wrong.</param>
    public Informer(
        KubeClient client,
        ResourceInfo? resource = null,
        string? ns = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        InformerOptions? options = null,
        TimeProvider? time = null,
        ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.client = client;
        this.ns = ns;
        this.options = options ?? new InformerOptions();
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        Resource = resource ?? T.Resource;
        selection = new ListQuery { LabelSelector = labelSelector, FieldSelector = fieldSelector };
    }

    /// <inheritdoc/>
    public ResourceInfo Resource { get; }

    /// <inheritdoc/>
    public bool HasSynced => synced.Task.IsCompletedSuccessfully;

    /// <inheritdoc/>
    public string LastResourceVersion => lastResourceVersion;

    /// <inheritdoc/>
    public int Count => store.Count;

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => synced.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public T? Get(string? ns, string name) => store.Get(ns, name);

    /// <summary>One object by key, or null.</summary>
    public T? Get(ObjectKey key) => store.Get(key);

    /// <inheritdoc/>
    public IReadOnlyList<T> List(string? ns = null) => store.List(ns);

    /// <inheritdoc/>
    public IReadOnlyList<T> ByIndex(string index, string value) => store.ByIndex(index, value);

    /// <inheritdoc cref="ObjectStore{T}.AddIndex"/>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => store.AddIndex(name, values);

    /// <summary>Adds a handler. It is told at once, as adds, of everything in the store. Disposing the answer removes it.</summary>
    public IDisposable AddHandler(IInformerHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (delivery)
        {
            handlers = [.. handlers, handler];
            foreach (T item in store.List()) Tell(handler, item, static (h, i) => h.OnAdd(i, true));
        }

        return new Registration(this, handler);
    }

    /// <summary>Adds a handler made of delegates; see <see cref="AddHandler(IInformerHandler{T})"/>.</summary>
    public IDisposable AddHandler(Action<T>? added = null, Action<T, T>? updated = null, Action<T>? deleted = null) =>
        AddHandler(new InformerHandler<T>(added, updated, deleted));

    private void Apply(WatchEvent<T> e)
    {
        T item = Trim(e.Object);
        lock (delivery)
        {
            if (e.Type == WatchEventType.Deleted)
            {
                T? last = store.Remove(ObjectKey.Of(item));
                Reach(item.Metadata.ResourceVersion);
                if (last is not null) Tell(new Change(item, null, true, false));
                return;
            }

            T? old = store.Set(item);
            Reach(item.Metadata.ResourceVersion);
            Tell(new Change(old, item, false, false));
        }
    }

    /// <summary>Makes the store hold exactly the items of a list; what is missing was deleted while nobody watched.</summary>
    private void Replace(List<T> items, string? revision)
    {
        bool isInitial = !HasSynced;
        lock (delivery)
        {
            // Handlers wake workers that read the store: it is whole, and its revision said, before the first one hears of anything.
            var changes = new List<Change>(items.Count);
            var present = new HashSet<ObjectKey>(items.Count);
            foreach (T listed in items)
            {
                T item = Trim(listed);
                present.Add(ObjectKey.Of(item));
                changes.Add(new Change(store.Set(item), item, true, isInitial));
            }

            foreach (ObjectKey key in store.Keys())
                if (!present.Contains(key)) changes.Add(new Change(store.Remove(key), null, false, false));
            Reach(revision);
            foreach (Change change in changes) Tell(change);
        }

        synced.TrySetResult();
    }

    private void Reach(string? revision)
    {
        if (!string.IsNullOrEmpty(revision)) lastResourceVersion = revision;
    }

    private void Tell(Change change)
    {
        if (change.Item is not { } item)
        {
            foreach (IInformerHandler<T> handler in handlers)
                Tell(handler, change.Old!, change.Exact ? static (h, i) => h.OnDelete(i, false) : static (h, i) => h.OnDelete(i, true));
            return;
        }

        if (change.Old is { } old)
        {
            if (old.Metadata.Uid == item.Metadata.Uid)
            {
                if (old.Metadata.ResourceVersion == item.Metadata.ResourceVersion) return;
                foreach (IInformerHandler<T> handler in handlers) TellUpdate(handler, old, item);
                return;
            }

            // Deleted and made anew while nobody watched: two objects that share a name.
            foreach (IInformerHandler<T> handler in handlers) Tell(handler, old, static (h, i) => h.OnDelete(i, true));
        }

        foreach (IInformerHandler<T> handler in handlers)
            Tell(handler, item, change.IsInitial ? static (h, i) => h.OnAdd(i, true) : static (h, i) => h.OnAdd(i, false));
    }

    private void Resync()
    {
        lock (delivery)
        {
            foreach (T item in store.List())
                foreach (IInformerHandler<T> handler in handlers) TellUpdate(handler, item, item);
        }
    }

    private T Trim(T item)
    {
        if (!options.KeepManagedFields) item.Metadata.ManagedFields = null;
        return item;
    }

    // A handler's fault must not end the loop that feeds all the others.
    private void Tell(IInformerHandler<T> handler, T item, Action<IInformerHandler<T>, T> call)
    {
        try
        {
            call(handler, item);
        }
        catch (Exception e)
        {
            InformerLog.HandlerFailed(logger, e, Resource.Plural, ObjectKey.Of(item));
        }
    }

    private void TellUpdate(IInformerHandler<T> handler, T old, T item)
    {
        try
        {
            handler.OnUpdate(old, item);
        }
        catch (Exception e)
        {
            InformerLog.HandlerFailed(logger, e, Resource.Plural, ObjectKey.Of(item));
        }
    }

    private void Remove(IInformerHandler<T> handler)
    {
        lock (delivery) handlers = Array.FindAll(handlers, h => !ReferenceEquals(h, handler));
    }

    private readonly record struct Change(T? Old, T? Item, bool Exact, bool IsInitial);

    private sealed class Registration(Informer<T> informer, IInformerHandler<T> handler) : IDisposable
    {
        public void Dispose() => informer.Remove(handler);
    }
}
