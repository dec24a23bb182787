namespace KubeSharp.Storage.Snapshots;

/// <summary>Copies everything from one store to another.</summary>
public static class StoreMigration
{
    private const int Page = 1000;
    private const int Writers = 128;
    private const int CompactEvery = 100_000;

    /// <summary>Copies every entry as of one revision of the source. Values go over as they stand, encrypted ones encrypted.</summary>
    /// <param name="source">Where from; nobody else should write to it meanwhile.</param>
    /// <param name="target">Where to; it must be empty, so that a copy that was cut off is begun anew and nothing is mixed.</param>
    /// <param name="root">What all keys begin with.</param>
    /// <param name="timeToLive">The life of a key in the target; stores do not tell what is left of it in the source.</param>
    /// <param name="cancellationToken">Stops in the middle; the target is then not empty.</param>
    /// <returns>How many entries were copied.</returns>
    /// <exception cref="StoreOpenException">The target is not empty.</exception>
    public static async Task<long> CopyAsync(
        IStore source, IStore target, string root, Func<string, TimeSpan?> timeToLive, CancellationToken cancellationToken)
    {
        await CheckEmptyAsync(target, root, cancellationToken).ConfigureAwait(false);
        var copied = 0L;
        foreach (var part in source.Parts)
        {
            // What lies in a part and belongs into another nobody sees: it is from the time before the other.
            copied += await CopyAsync(part, key => ReferenceEquals(source.For(key), part), target, root, timeToLive, cancellationToken).ConfigureAwait(false);
        }

        return copied;
    }

    private static async Task<long> CopyAsync(
        IStore source, Func<string, bool> belongs, IStore target, string root, Func<string, TimeSpan?> timeToLive, CancellationToken cancellationToken)
    {
        var copied = 0L;
        var request = new RangeRequest { Prefix = root, Limit = Page };
        while (true)
        {
            var page = await source.RangeAsync(request, cancellationToken).ConfigureAwait(false);
            List<StoreEntry> entries = [.. page.Entries.Where(entry => belongs(entry.Key))];
            await Parallel.ForEachAsync(
                entries,
                new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken },
                async (entry, cancelled) =>
                {
                    var written = await target.PutAsync(entry.Key, entry.Value, 0, timeToLive(entry.Key), cancelled).ConfigureAwait(false);
                    if (!written.Succeeded) throw new StoreOpenException($"Somebody else writes to the store that is copied to: {entry.Key} was there.");
                }).ConfigureAwait(false);
            copied += entries.Count;
            if (!page.More) return copied;
            request = request with { Revision = page.Revision, After = page.Entries[^1].Key };
        }
    }

    /// <summary>Refuses a store that holds something already.</summary>
    /// <exception cref="StoreOpenException">It does.</exception>
    public static async Task CheckEmptyAsync(IStore target, string root, CancellationToken cancellationToken)
    {
        foreach (var part in target.Parts)
        {
            var found = await part.RangeAsync(new RangeRequest { Prefix = root, Limit = 1, KeysOnly = true }, cancellationToken).ConfigureAwait(false);
            if (found.Entries.Count > 0) throw new StoreOpenException("The store to copy to is not empty; nothing was copied.");
        }
    }

    /// <summary>The highest revision that anybody can have seen of a store.</summary>
    public static async Task<long> HighestRevisionAsync(IStore store, CancellationToken cancellationToken)
    {
        var highest = 0L;
        foreach (var part in store.Parts) highest = Math.Max(highest, await part.GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false));
        return highest;
    }

    /// <summary>
    /// Lifts the revision of a store, by writes that leave nothing, until it is at least <paramref name="goal"/>. No store but the embedded one can be told its
    /// revision, and each write moves it by one: a million take about a minute on a good disk.
    /// </summary>
    /// <param name="target">The store, or one of its parts: each counts for itself.</param>
    /// <param name="root">What all keys begin with.</param>
    /// <param name="goal">The revision to reach.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Stops in the middle; what was reached stays reached.</param>
    public static async Task LiftAsync(IStore target, string root, long goal, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var reached = await target.GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false);
        while (reached < goal)
        {
            var stage = Math.Min(goal, reached + CompactEvery);
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteUpToAsync($"{root}kubesharp.io/revision/{writer}", stage))).ConfigureAwait(false);
            reached = await target.GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false);
            // What was overwritten is of no use to anybody and would fill the disk.
            await target.CompactAsync(reached, cancellationToken).ConfigureAwait(false);
            progress?.Report(reached);
        }

        async Task WriteUpToAsync(string key, long stage)
        {
            while (true)
            {
                var written = await target.PutAsync(key, new byte[1], null, null, cancellationToken).ConfigureAwait(false);
                if (written.Revision >= stage) break;
            }

            await target.DeleteAsync(key, null, cancellationToken).ConfigureAwait(false);
        }
    }
}
