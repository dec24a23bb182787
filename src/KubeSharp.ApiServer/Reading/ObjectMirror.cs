using System.Collections.Immutable;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Reading;

/// <summary>The objects of one resource as the store has them, a moment behind: listed once, then kept up by a watch.</summary>
internal sealed partial class ObjectMirror
{
    private readonly StoredResource resource;
    private readonly IObjectReader reader;
    private readonly ILogger logger;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<string, JsonObject> objects = ImmutableSortedDictionary.Create<string, JsonObject>(StringComparer.Ordinal);
    private ImmutableArray<IObjectObserver> observers = [];

    public ObjectMirror(StoredResource resource, IObjectReader reader, ILogger logger, CancellationToken stopping)
    {
        this.resource = resource;
        this.reader = reader;
        this.logger = logger;
        Completion = Task.Run(() => RunAsync(stopping), CancellationToken.None);
    }

    public Task Synced => synced.Task;

    public Task Completion { get; }

    public JsonObject? Get(string key) => Volatile.Read(ref objects).GetValueOrDefault(key);

    public IReadOnlyList<JsonObject> List(string prefix)
    {
        var all = Volatile.Read(ref objects);
        if (prefix == resource.KeyPrefix) return [.. all.Values];
        return [.. all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => pair.Value)];
    }

    public IDisposable Observe(IObjectObserver observer)
    {
        lock (gate)
        {
            foreach (var (key, document) in objects) Tell(observer, key, document);
            if (Synced.IsCompleted) observer.OnSynced();
            observers = observers.Add(observer);
        }

        return new Subscription(this, observer);
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListAndWatchAsync(stopping);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreException or ObjectDisposedException)
            {
                if (stopping.IsCancellationRequested) return;
                if (failures == 0) LogLost(resource.ToString(), e.Message);
                var pause = TimeSpan.FromMilliseconds(Math.Min(100 << Math.Min(failures++, 7), 10_000));
                await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListAndWatchAsync(CancellationToken stopping)
    {
        var page = await reader.ListAsync(new ListQuery { Resource = resource, Prefix = resource.KeyPrefix }, stopping);
        if (page.Error is not null) throw new StoreUnavailableException(page.Error.Message);
        Replace(page.Value!.Items);
        synced.TrySetResult();
        var opened = await reader.WatchAsync(new WatchQuery { Resource = resource, Prefix = resource.KeyPrefix, After = page.Value.Revision }, stopping);
        if (opened.Error is not null) throw new StoreUnavailableException(opened.Error.Message);
        await using var watch = opened.Value!;
        while (true)
        {
            var batch = await watch.ReadAsync(stopping);
            foreach (var change in batch.Changes) Apply(change);
        }
    }

    private void Replace(IReadOnlyList<StoredObject> items)
    {
        lock (gate)
        {
            var fresh = ImmutableSortedDictionary.CreateBuilder<string, JsonObject>(StringComparer.Ordinal);
            foreach (var item in items) fresh[item.Key] = item.Document;
            var before = objects;
            Volatile.Write(ref objects, fresh.ToImmutable());
            foreach (var observer in observers)
            {
                foreach (var (key, document) in objects) Tell(observer, key, document);
                foreach (var key in before.Keys.Where(key => !fresh.ContainsKey(key))) TellGone(observer, key);
                if (!Synced.IsCompleted) observer.OnSynced();
            }

            synced.TrySetResult();
        }
    }

    private void Apply(ObjectChange change)
    {
        var key = (change.Current ?? change.Previous)?.Key;
        if (key is null) return;
        lock (gate)
        {
            Volatile.Write(ref objects, change.Current is { } current ? objects.SetItem(key, current.Document) : objects.Remove(key));
            foreach (var observer in observers)
            {
                if (change.Current is { } changed) Tell(observer, key, changed.Document);
                else TellGone(observer, key);
            }
        }
    }

    private void Tell(IObjectObserver observer, string key, JsonObject document)
    {
        var identity = resource.Split(key);
        observer.OnSet(identity.Namespace, identity.Name, document);
    }

    private void TellGone(IObjectObserver observer, string key)
    {
        var identity = resource.Split(key);
        observer.OnDeleted(identity.Namespace, identity.Name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The server's own view of {Resource} lost the store ({Problem}); it is read again")]
    private partial void LogLost(string resource, string problem);

    private sealed class Subscription(ObjectMirror mirror, IObjectObserver observer) : IDisposable
    {
        public void Dispose()
        {
            lock (mirror.gate) mirror.observers = mirror.observers.Remove(observer);
        }
    }
}
