using System.Collections.Concurrent;
using System.Threading.Channels;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>
/// Keeps the APIServices of our own groups, finds out whether the servers of the others answer, and learns what they serve. Looks at everything again after every
/// change; servers are asked again every half minute, and nothing is done while there are none.
/// </summary>
internal sealed partial class ApiServiceController(
    ResourceRegistry registry, RemoteApis apis, RemoteClient client, ProxyIdentity identity, IObjectLister lister, OwnWrites writes, TimeProvider time, ILogger<ApiServiceController> logger)
    : IObjectObserver
{
    private const string Group = "apiregistration.k8s.io";
    private const string Plural = "apiservices";
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool started;

    /// <summary>Works until <paramref name="cancellationToken"/> ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        registry.Changed += Wake;
        using var observation = lister.Observe(Group, Plural, this);
        using var services = lister.Observe("", "services", new Bell(this));
        using var slices = lister.Observe("discovery.k8s.io", "endpointslices", new Bell(this));
        using var timer = time.CreateTimer(static state => ((ApiServiceController)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            await synced.Task.WaitAsync(cancellationToken);
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                wake.Reader.TryRead(out _);
                try
                {
                    await OwnAsync(cancellationToken);
                    await OthersAsync(cancellationToken);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    LogFailed(e);
                    timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                    continue;
                }

                timer.Change(apis.IsEmpty ? Timeout.InfiniteTimeSpan : Recheck, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            registry.Changed -= Wake;
        }
    }

    /// <inheritdoc/>
    public void OnSet(string @namespace, string name, JsonObject document)
    {
        objects[name] = document;
        Wake();
    }

    /// <inheritdoc/>
    public void OnDeleted(string @namespace, string name)
    {
        objects.TryRemove(name, out _);
        Wake();
    }

    /// <inheritdoc/>
    public void OnSynced()
    {
        synced.TrySetResult();
        Wake();
    }

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task OwnAsync(CancellationToken cancellationToken)
    {
        // The group of APIServices has none itself.
        var wanted = registry.Versions.Where(version => version.Group != Group).ToDictionary(LocalApiServices.Name, StringComparer.Ordinal);
        foreach (var (name, version) in wanted)
        {
            // Those of built-in groups are made once: who deletes one wants it gone until the next start.
            if (objects.TryGetValue(name, out var present) ? !IsStale(present, LocalApiServices.Of(version)) : started && !LocalApiServices.IsCustom(version)) continue;
            if (present is null) await writes.CreateAsync(Group, Plural, LocalApiServices.Of(version), cancellationToken);
            else
            {
                await writes.UpdateAsync(Group, Plural, "", name, "", found =>
                {
                    var target = LocalApiServices.Of(version);
                    if (!IsStale(found, target)) return null;
                    found.Set("spec", target.GetObject("spec")!);
                    return found;
                }, cancellationToken);
            }
        }

        started = true;
        foreach (var (name, document) in objects)
        {
            if (!wanted.ContainsKey(name) && document.FindString("metadata", "labels", LocalApiServices.Label) == "true")
                await writes.DeleteAsync(Group, Plural, "", name, new Metadata(document).Uid, cancellationToken);
            else if (document.FindObject("spec", "service") is null) await SetAsync(document, Availability.Local, cancellationToken);
        }
    }

    private static bool IsStale(JsonObject present, JsonObject wanted) =>
        present.FindString("metadata", "labels", LocalApiServices.Label) == "true" && !JsonValue.DeepEquals(present.GetObject("spec"), wanted.GetObject("spec"));

    private async Task OthersAsync(CancellationToken cancellationToken)
    {
        var remote = objects.Values.Where(document => document.FindObject("spec", "service") is not null).ToList();
        if (remote.Count == 0 && apis.IsEmpty) return;
        var known = await Task.WhenAll(remote.Select(document => LookAsync(document, cancellationToken)));
        var before = apis.All.ToDictionary(api => api.Name, StringComparer.Ordinal);
        if (known.Length == before.Count && known.All(api => before.TryGetValue(api.Name, out var one) && Same(one, api))) return;
        apis.Set(known);
    }

    private async Task<RemoteApi> LookAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var api = RemoteApi.From(document, identity.Credentials);
        var earlier = apis.Find(api.Group, api.Version);
        var path = $"/apis/{api.Group}/{api.Version}";
        var available = Availability.OfService(api, lister);
        JsonObject? resources = null;
        if (available is null)
        {
            (resources, var problem) = await client.GetAsync(api, path, cancellationToken);
            available = problem is null ? Availability.Passed : Availability.FailedDiscovery(problem);
        }

        await SetAsync(document, available, cancellationToken);
        api = api with { Available = available.Status == "True" };
        // What was known of a server that does not answer now is still shown, as stale.
        if (resources is null) return api with { Resources = earlier?.Resources ?? [], OpenApiUrl = earlier?.OpenApiUrl, OpenApiV2 = earlier?.OpenApiV2 };
        var (index, _) = await client.GetAsync(api, "/openapi/v3", cancellationToken);
        var (openApi, _) = await client.GetAsync(api, "/openapi/v2", cancellationToken);
        return api with { Resources = RemoteDiscovery.Resources(resources, api.Group, api.Version), OpenApiUrl = RemoteDiscovery.OpenApiUrl(index, api), OpenApiV2 = openApi };
    }

    private async Task SetAsync(JsonObject document, Availability available, CancellationToken cancellationToken)
    {
        if (!available.WriteTo((document.GetObject("status") ?? []).Clone(), "")) return;
        var name = new Metadata(document).Name;
        var updated = await writes.UpdateAsync(
            Group,
            Plural,
            "",
            name,
            "status",
            present => available.WriteTo(present.GetOrAddObject("status"), Timestamps.Now(time)) ? present : null,
            cancellationToken);
        if (updated.Error is { Reason: not (StatusReason.NotFound or StatusReason.Conflict) } error) LogRefused(name, error.Message);
    }

    private static bool Same(RemoteApi one, RemoteApi other) =>
        one.Available == other.Available && one.Endpoint == other.Endpoint && one.GroupPriority == other.GroupPriority && one.VersionPriority == other.VersionPriority
        && one.OpenApiUrl == other.OpenApiUrl && JsonValue.DeepEquals(one.OpenApiV2, other.OpenApiV2)
        && ApiMachinery.Discovery.DiscoveryDocuments.Resources(one.Definition).AsSpan().SequenceEqual(ApiMachinery.Discovery.DiscoveryDocuments.Resources(other.Definition));

    [LoggerMessage(Level = LogLevel.Error, Message = "API services could not be looked after.")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The condition of API service {Name} could not be written: {Why}")]
    private partial void LogRefused(string name, string why);

    // Services matter only while other servers stand behind them.
    private void WakeForOthers()
    {
        if (!apis.IsEmpty) Wake();
    }

    private sealed class Bell(ApiServiceController owner) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => owner.WakeForOthers();

        public void OnDeleted(string @namespace, string name) => owner.WakeForOthers();

        public void OnSynced() => owner.WakeForOthers();
    }
}
