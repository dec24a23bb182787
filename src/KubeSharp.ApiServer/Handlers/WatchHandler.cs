using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Responses;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>GET of a collection with watch=true: a stream of changes, one JSON document a line.</summary>
internal sealed class WatchHandler : IResourceHandler
{
    // How often a watcher that asked for bookmarks hears how far it has come.
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(2);

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var parsed = ReadOptions.Parse(request.Http, watch: true);
        if (parsed.Error is not null) return parsed.Error;
        var options = parsed.Value!;
        var filter = SelectionFilter.For(request, options);
        if (filter.Error is not null) return filter.Error;
        if (request.Accepted.Format == OutputFormat.Yaml) return StatusError.NotAcceptable(Accepted.StreamTypes);

        var lifetime = Lifetime(request, options);
        using var timer = new CancellationTokenSource(lifetime, request.Core.Time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, request.Cancelled);
        var stream = new WatchStream(request, filter.Value!, ending.Token);
        try
        {
            return await RunAsync(request, options, filter.Value!, stream, request.Core.Time.GetUtcNow() + lifetime, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return null;
        }
        catch (UnreadableObjectException e) when (stream.HasStarted)
        {
            await stream.ErrorAsync(e.Error);
            return null;
        }
        catch (CompactedException) when (stream.HasStarted)
        {
            await stream.ErrorAsync(StatusError.Expired("the watch fell behind what the server remembers"));
            return null;
        }
        catch (StoreUnavailableException) when (stream.HasStarted)
        {
            // The definition of the resource was changed or deleted, or the store went away: the watch ends, and who comes back learns how things stand.
            return null;
        }
    }

    private static async ValueTask<StatusError?> RunAsync(
        ResourceRequest request, ReadOptions options, SelectionFilter filter, WatchStream stream, DateTimeOffset end, CancellationToken ending)
    {
        var prefix = PrefixOf(request, filter);
        var single = prefix[^1] != '/';
        long after;
        if (options.Revision is > 0 && options.SendInitialEvents != true)
        {
            after = options.Revision.Value;
            await stream.StartAsync();
        }
        else
        {
            var page = await InitialAsync(request, options, filter, prefix);
            if (page.Error is not null) return page.Error;
            after = page.Value!.Revision;
            await stream.StartAsync();
            if (options.SendInitialEvents != false)
            {
                foreach (var item in page.Value.Items) await stream.AddedAsync(item);
                // A watcher that can take bookmarks is told where the past ends.
                if (options.AllowBookmarks && (options.SendInitialEvents == true || options.ResourceVersion.Length == 0))
                {
                    await stream.BookmarkAsync(after, initialEventsEnd: true);
                }
            }
        }

        await stream.FlushAsync();
        request.Context.Initialized?.Invoke();
        var query = new WatchQuery { Resource = request.Stored, Prefix = prefix, SingleKey = single, IndexedValue = filter.IndexedValue, After = after };
        var opened = await request.Core.Reader.WatchAsync(query, ending);
        if (opened.Error is not null)
        {
            await stream.ErrorAsync(opened.Error);
            return null;
        }

        await using var watch = opened.Value!;
        await PumpAsync(request, options, watch, stream, end, ending);
        return null;
    }

    // One object is watched by its key, whether the path names it or a selector does: changes of others never get here.
    private static string PrefixOf(ResourceRequest request, SelectionFilter filter)
    {
        if (request.Name.Length > 0 && request.Context.Info.Parts.Count > 1) return request.Key;
        if (filter.SingleName is { Length: > 0 } name && (request.Namespace.Length > 0 || !request.Stored.Namespaced))
        {
            return request.Stored.Key(request.Namespace, name);
        }

        return request.Stored.Prefix(request.Namespace);
    }

    private static async Task PumpAsync(ResourceRequest request, ReadOptions options, IObjectWatch watch, WatchStream stream, DateTimeOffset end, CancellationToken ending)
    {
        using var bookmarks = options.AllowBookmarks
            ? request.Core.Time.CreateTimer(static state => ((IObjectWatch)state!).RequestProgress(), watch, BookmarkInterval, BookmarkInterval)
            : null;
        // The last one comes shortly before the end, so that whoever comes back has little to catch up with.
        var last = end - BeforeEnd - request.Core.Time.GetUtcNow();
        using var farewell = options.AllowBookmarks && last > TimeSpan.Zero
            ? request.Core.Time.CreateTimer(static state => ((IObjectWatch)state!).RequestProgress(), watch, last, Timeout.InfiniteTimeSpan)
            : null;
        while (true)
        {
            var batch = await watch.ReadAsync(ending);
            foreach (var change in batch.Changes) await stream.ChangeAsync(change);
            if (batch.Changes.Count == 0 && options.AllowBookmarks) await stream.BookmarkAsync(batch.Revision, initialEventsEnd: false);
            await stream.FlushAsync();
        }
    }

    private static ValueTask<Result<ObjectPage>> InitialAsync(ResourceRequest request, ReadOptions options, SelectionFilter filter, string prefix)
    {
        var query = new ListQuery
        {
            Resource = request.Stored,
            Prefix = prefix,
            AtLeast = options.Revision,
            Filter = prefix[^1] != '/' ? item => item.Key == prefix && filter.Matches(item) : filter.ChoosesAll ? null : filter.Matches,
            Limit = options.SendInitialEvents == false ? 1 : 0,
        };
        return request.Core.Reader.ListAsync(query, request.Cancelled);
    }

    // Without a wish of the client's, watches end after a random while so that they do not all come back at once.
    private static TimeSpan Lifetime(ResourceRequest request, ReadOptions options)
    {
        if (options.Timeout is { } wanted) return wanted;
        var least = request.Core.Options.MinRequestTimeout;
        return least + Random.Shared.NextDouble() * least;
    }
}
