using System.Net;

namespace KubeSharp.Client;

public sealed partial class Informer<T>
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <summary>A watch that lives shorter than this and says nothing counts as a failure: something in between cuts it.</summary>
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private bool streamingRefused;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan period = options.ResyncPeriod ?? Timeout.InfiniteTimeSpan;
        ITimer resync = time.CreateTimer(_ => Resync(), null, period, period);
        await using (resync.ConfigureAwait(false))
        {
            int failures = 0;
            while (!cancellationToken.IsCancellationRequested)
            {
                string? fault;
                try
                {
                    if (!HasRevision && !StreamsInitialList)
                    {
                        await ListAsync(cancellationToken).ConfigureAwait(false);
                        Recovered(ref failures);
                    }

                    long began = time.GetTimestamp();
                    bool heard = await FollowAsync(initial: !HasRevision, cancellationToken).ConfigureAwait(false);
                    fault = heard || time.GetElapsedTime(began) >= ShortWatch ? null : "the watch ended at once";
                    if (fault is null) Recovered(ref failures);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    return;
                }
                catch (KubeApiException e) when (e.IsExpired && HasRevision)
                {
                    InformerLog.Relist(logger, Resource.Plural, e.Message);
                    lastResourceVersion = "";
                    fault = failures > 0 ? e.Message : null;
                    failures++;
                    if (fault is null) continue;
                }
                catch (KubeApiException e) when (StreamsInitialList && !HasRevision && IsRefusal(e))
                {
                    streamingRefused = true;
                    continue;
                }
                catch (TimeoutException e)
                {
                    // Silence: nothing says the server is unwell. Take the watch up again where it was.
                    InformerLog.StillFailing(logger, Resource.Plural, e.Message);
                    fault = HasRevision ? null : e.Message;
                }
                catch (Exception e)
                {
                    fault = e.Message;
                }

                if (fault is null) continue;
                if (failures++ == 0) InformerLog.Failing(logger, Resource.Plural, fault);
                else InformerLog.StillFailing(logger, Resource.Plural, fault);
                try
                {
                    await Task.Delay(Backoff.WithJitter(options.MinBackoff, options.MaxBackoff, failures), time, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private bool HasRevision => lastResourceVersion.Length > 0;

    private static bool IsRefusal(KubeApiException e) => e.Code is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;

    private bool StreamsInitialList => options.StreamInitialList && !streamingRefused;

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        KubeList<T> list;
        try
        {
            list = await client.ListAllAsync<T>(Resource, ns, selection with { Limit = options.PageSize }, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsExpired)
        {
            // The revision of the first page was compacted before the last was read: take it all in one.
            list = await client.ListAsync<T>(Resource, ns, selection, cancellationToken).ConfigureAwait(false);
        }

        Replace(list.Items, list.ResourceVersion);
    }

    /// <summary>Watches until the watch ends; true when anything at all came.</summary>
    private async Task<bool> FollowAsync(bool initial, CancellationToken cancellationToken)
    {
        double seconds = options.WatchTimeout.TotalSeconds * (1 + Random.Shared.NextDouble());
        ListQuery query = selection with
        {
            ResourceVersion = initial ? null : lastResourceVersion,
            ResourceVersionMatch = initial ? "NotOlderThan" : null,
            SendInitialEvents = initial ? true : null,
            TimeoutSeconds = Math.Max(1, (int)seconds),
        };
        List<T>? collected = initial ? [] : null;
        bool heard = false;
        await foreach (WatchEvent<T> e in client.WatchAsync<T>(Resource, ns, query, options.IdleTimeout, cancellationToken).ConfigureAwait(false))
        {
            heard = true;
            if (e.Type == WatchEventType.Bookmark)
            {
                if (collected is not null && e.Object.Metadata.Annotations?.ContainsKey(InitialEventsEnd) == true)
                {
                    Replace(collected, e.Object.Metadata.ResourceVersion);
                    collected = null;
                }
                else if (collected is null)
                {
                    Reach(e.Object.Metadata.ResourceVersion);
                }
            }
            else if (collected is not null)
            {
                Collect(collected, e);
            }
            else
            {
                Apply(e);
            }
        }

        return heard;
    }

    private static void Collect(List<T> collected, WatchEvent<T> e)
    {
        if (e.Type != WatchEventType.Added)
        {
            ObjectKey key = ObjectKey.Of(e.Object);
            collected.RemoveAll(o => ObjectKey.Of(o) == key);
        }

        if (e.Type != WatchEventType.Deleted) collected.Add(e.Object);
    }

    private void Recovered(ref int failures)
    {
        if (failures > 1) InformerLog.Recovered(logger, Resource.Plural, failures);
        failures = 0;
    }
}
