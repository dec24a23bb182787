using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;
using KubeSharp.Storage.Collections;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Tells one observer of a resource's objects, from a snapshot and then from the change log.</summary>
internal sealed class Observation : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CachedReader _reader;
    private readonly StoredResource _resource;
    private readonly IObjectObserver _observer;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _synced;

    /// <summary>Begins to tell.</summary>
    public Observation(CachedReader reader, StoredResource resource, IObjectObserver observer)
    {
        _reader = reader;
        _resource = resource;
        _observer = observer;
        _ = RunAsync(_stop.Token);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stopped)
    {
        await Task.Yield();
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var snapshot = await _reader.For(_resource).MostRecentAsync(stopped).ConfigureAwait(false);
                TellAll(snapshot);
                await using var watch = await _reader.For(_resource).WatchAsync(
                    new WatchQuery { Resource = _resource, Prefix = _resource.KeyPrefix, After = snapshot.Revision }, stopped).ConfigureAwait(false);
                while (true)
                {
                    foreach (var change in (await watch.ReadAsync(stopped).ConfigureAwait(false)).Changes)
                        Tell(change);
                }
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                return;
            }
            catch (CompactedException)
            {
                // Fell behind, or the cache began anew: look at everything again.
            }
            catch (StoreException)
            {
                await Task.Delay(Retry, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void TellAll(CacheSnapshot snapshot)
    {
        foreach (var gone in _told.Where(key => !snapshot.Objects.TryGetValue(key, out _)).ToArray())
            TellDeleted(gone);
        var cursor = snapshot.Objects.SeekTo(KeyBound.Before(""));
        while (cursor.MoveNext())
            TellSet(cursor.Value);
        if (_synced)
            return;
        _synced = true;
        _observer.OnSynced();
    }

    private void Tell(ObjectChange change)
    {
        if (change.Current is { } current)
            TellSet(current);
        else
            TellDeleted(change.Previous!.Key);
    }

    private void TellSet(StoredObject item)
    {
        _told.Add(item.Key);
        var name = _resource.Split(item.Key);
        _observer.OnSet(name.Namespace, name.Name, item.Document);
    }

    private void TellDeleted(string key)
    {
        _told.Remove(key);
        var name = _resource.Split(key);
        _observer.OnDeleted(name.Namespace, name.Name);
    }
}
