using KubeSharp.Client;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models;
using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Core.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>
/// The ConfigMaps and Secrets of this node's pods. Each is watched by itself, which is all that a node may do, from the first pod
/// that names it until the last one is gone; reads then come from memory.
/// </summary>
internal sealed class ReferencedObjects(KubeClient client, TimeProvider time, ILoggerFactory loggers) : IPodObjects, IAsyncDisposable
{
    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectReferenceKey, Followed> followed = [];
    private readonly Dictionary<string, HashSet<ObjectReferenceKey>> ofPod = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();

    /// <summary>Raised with the uid of a pod when an object that it names has changed, come or gone.</summary>
    public event Action<string>? Changed;

    /// <summary>Follows what this pod names now, and no longer what only it named before.</summary>
    public void Track(Pod pod)
    {
        var wanted = PodReferences.Of(pod);
        var uid = pod.Metadata.Uid!;
        lock (gate)
        {
            var before = ofPod.GetValueOrDefault(uid) ?? [];
            ofPod[uid] = wanted;
            foreach (var key in wanted)
            {
                if (!before.Contains(key))
                {
                    Follow(key).Pods.Add(uid);
                }
            }

            foreach (var key in before)
            {
                if (!wanted.Contains(key))
                {
                    Drop(key, uid);
                }
            }
        }
    }

    /// <summary>The pod is gone.</summary>
    public void Untrack(string uid)
    {
        lock (gate)
        {
            if (ofPod.Remove(uid, out var keys))
            {
                foreach (var key in keys)
                {
                    Drop(key, uid);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<ConfigMap?> GetConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        ReadAsync<ConfigMap>(new ObjectReferenceKey(false, @namespace, name), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Secret?> GetSecretAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        ReadAsync<Secret>(new ObjectReferenceKey(true, @namespace, name), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<PersistentVolumeClaim?> GetClaimAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        await client.FindAsync<PersistentVolumeClaim>(@namespace, name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<PersistentVolume?> GetVolumeAsync(string name, CancellationToken cancellationToken) =>
        await client.FindAsync<PersistentVolume>(null, name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TokenRequest> RequestTokenAsync(
        string @namespace, string serviceAccount, TokenRequest request, CancellationToken cancellationToken) =>
        await client.CreateSubresourceAsync<ServiceAccount, TokenRequest, TokenRequest>(
            @namespace, serviceAccount, "token", request, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Task[] runs;
        lock (gate)
        {
            runs = [.. followed.Values.Select(f => f.Run)];
        }

        await Task.WhenAll(runs);
        stop.Dispose();
    }

    private async ValueTask<T?> ReadAsync<T>(ObjectReferenceKey key, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        Informer<T>? informer = null;
        lock (gate)
        {
            if (followed.TryGetValue(key, out var one))
            {
                informer = one.Informer as Informer<T>;
            }
        }

        if (informer is not null)
        {
            try
            {
                await informer.WaitForSyncAsync(cancellationToken).WaitAsync(SyncPatience, time, cancellationToken);
                return informer.Get(key.Namespace, key.Name);
            }
            catch (TimeoutException)
            {
                // The watch does not come up: a plain read says why.
            }
        }

        return await client.FindAsync<T>(key.Namespace, key.Name, cancellationToken);
    }

    private Followed Follow(ObjectReferenceKey key)
    {
        if (!followed.TryGetValue(key, out var one))
        {
            followed[key] = one = key.IsSecret ? Start<Secret>(key) : Start<ConfigMap>(key);
        }

        return one;
    }

    private Followed Start<T>(ObjectReferenceKey key)
        where T : class, IKubernetesObject<T>
    {
        var informer = new Informer<T>(
            client, ns: key.Namespace, fieldSelector: $"metadata.name={key.Name}", time: time, logger: loggers.CreateLogger<ReferencedObjects>());
        informer.AddHandler(_ => Tell(key), (_, _) => Tell(key), _ => Tell(key));
        var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        return new Followed(informer, end, RunAsync(informer, end.Token));
    }

    private static async Task RunAsync<T>(Informer<T> informer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        try
        {
            await informer.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody follows it any more.
        }
    }

    private void Drop(ObjectReferenceKey key, string uid)
    {
        if (followed.TryGetValue(key, out var one) && one.Pods.Remove(uid) && one.Pods.Count == 0)
        {
            followed.Remove(key);
            one.End.Cancel();
        }
    }

    private void Tell(ObjectReferenceKey key)
    {
        string[] uids;
        lock (gate)
        {
            uids = followed.TryGetValue(key, out var one) ? [.. one.Pods] : [];
        }

        foreach (var uid in uids)
        {
            Changed?.Invoke(uid);
        }
    }

    private sealed record Followed(object Informer, CancellationTokenSource End, Task Run)
    {
        public HashSet<string> Pods { get; } = new(StringComparer.Ordinal);
    }
}
