using System.Collections.Concurrent;
using System.Globalization;
using KubeSharp.Client;
using KubeSharp.Models;

namespace KubeSharp.Controllers;

/// <summary>
/// Remembers what a controller wrote that its informer may not show yet, so that it does not write it twice: the newest revision of what
/// it created or changed, and the uids of what it deleted. Nothing is counted, so no missed event can leave an expectation behind.
/// </summary>
internal sealed class Expectations
{
    private readonly ConcurrentDictionary<ObjectKey, Pending> pending = new();

    /// <summary>The informer must reach the revision of this object before the key is looked at again.</summary>
    public void Expect(ObjectKey key, IKubernetesObject written)
    {
        if (!TryParse(written.Metadata.ResourceVersion, out long revision)) return;
        Pending entry = pending.GetOrAdd(key, static _ => new Pending());
        lock (entry) entry.Revision = Math.Max(entry.Revision, revision);
    }

    /// <summary>The informer must show this object as gone or going before the key is looked at again.</summary>
    public void ExpectDeletion(ObjectKey key, IKubernetesObject item)
    {
        Pending entry = pending.GetOrAdd(key, static _ => new Pending());
        lock (entry) entry.Deletions[ObjectKey.Of(item)] = item.Metadata.Uid ?? "";
    }

    /// <summary>A deletion failed: it is no longer expected.</summary>
    public void DeletionFailed(ObjectKey key, IKubernetesObject item)
    {
        if (!pending.TryGetValue(key, out Pending? entry)) return;
        lock (entry) entry.Deletions.Remove(ObjectKey.Of(item));
    }

    /// <summary>The owner is gone.</summary>
    public void Forget(ObjectKey key) => pending.TryRemove(key, out _);

    /// <summary>True when the informer shows everything that was written for the key.</summary>
    public bool AreMet<T>(ObjectKey key, Informer<T> informer)
        where T : class, IKubernetesObject<T>
    {
        if (!pending.TryGetValue(key, out Pending? entry)) return true;
        lock (entry)
        {
            if (TryParse(informer.LastResourceVersion, out long reached) && reached < entry.Revision) return false;
            List<ObjectKey>? seen = null;
            foreach ((ObjectKey item, string uid) in entry.Deletions)
            {
                T? found = informer.Get(item);
                if (found is not null && found.Metadata.Uid == uid && found.Metadata.DeletionTimestamp is null) return false;
                (seen ??= []).Add(item);
            }

            foreach (ObjectKey item in seen ?? []) entry.Deletions.Remove(item);
            return true;
        }
    }

    private static bool TryParse(string? text, out long revision) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out revision);

    private sealed class Pending
    {
        public long Revision { get; set; }

        public Dictionary<ObjectKey, string> Deletions { get; } = [];
    }
}
