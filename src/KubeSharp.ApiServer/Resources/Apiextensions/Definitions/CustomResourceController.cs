using System.Collections.Concurrent;
using System.Threading.Channels;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Apiextensions.Serving;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.ApiServer.Writing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>
/// Brings definitions of custom resources to life: accepts their names, serves what they define, and deletes the instances with them.
/// Looks at everything again after every change; a pass that finds all in order writes nothing.
/// </summary>
internal sealed partial class CustomResourceController(ServerCore core, IObjectLister lister, CachedReader reader, ILogger<CustomResourceController> logger)
    : IObjectObserver
{
    private const string Group = "apiextensions.k8s.io";
    private const string Plural = "customresourcedefinitions";

    private readonly ConcurrentDictionary<string, JsonObject> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IDisposable> instances = new(StringComparer.Ordinal);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // What each established definition makes us serve: what did not change is not made anew.
    private readonly Dictionary<string, (string Stamp, IReadOnlyList<ServedResource> Resources)> served = new(StringComparer.Ordinal);

    /// <summary>Works until <paramref name="cancellationToken"/> ends. Ready when the returned task of <see cref="Synced"/> is.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var observation = lister.Observe(Group, Plural, this);
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                wake.Reader.TryRead(out _);
                try
                {
                    await ReconcileAsync(cancellationToken);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    LogFailed(e);
                    await Task.Delay(TimeSpan.FromSeconds(1), core.Time, cancellationToken);
                    wake.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var watch in instances.Values) watch.Dispose();
        }
    }

    /// <summary>Ends when what was defined before the start is served.</summary>
    public Task Synced => synced.Task;

    /// <inheritdoc/>
    public void OnSet(string @namespace, string name, JsonObject document)
    {
        definitions[name] = document;
        wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public void OnDeleted(string @namespace, string name)
    {
        definitions.TryRemove(name, out _);
        wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public void OnSynced() => wake.Writer.TryWrite(true);

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var all = definitions.Values.OrderBy(one => new Metadata(one).Name, StringComparer.Ordinal).ToList();
        await ServeAsync(all);
        synced.TrySetResult();
        for (var i = 0; i < all.Count; i++)
        {
            if (new Metadata(all[i]).IsBeingDeleted)
            {
                await FinishAsync(all[i], cancellationToken);
            }
            else if (NameAcceptance.Next(all[i], all, Timestamps.Now(core.Time)) is { } accepted)
            {
                var present = all[i];
                all[i] = accepted;
                // Served before it is said to be: who waits for the condition is not to find nothing.
                await ServeAsync(all);
                await AcceptAsync(present, all, cancellationToken);
            }
        }
    }

    private async Task ServeAsync(List<JsonObject> all)
    {
        var changed = false;
        var established = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in all.Where(one => CustomResourceConditions.IsTrue(one, "Established")))
        {
            var metadata = new Metadata(definition);
            established.Add(metadata.Name);
            var stamp = $"{metadata.Uid}/{metadata.Generation}/{metadata.IsBeingDeleted}/{definition.Find("status", "acceptedNames")}";
            if (served.TryGetValue(metadata.Name, out var known) && known.Stamp == stamp) continue;
            served[metadata.Name] = (stamp, CustomResourceTypes.Of(definition, core.Webhooks));
            changed = true;
        }

        foreach (var name in served.Keys.Where(name => !established.Contains(name)).ToList()) changed |= served.Remove(name);
        if (!changed) return;
        var resources = served.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => one.Value.Resources).ToList();
        core.Registry.SetCustom(CustomResourceTypes.Versions(resources), resources);
        foreach (var (prefix, watch) in instances.ToList())
        {
            if (core.Registry.StoredResources.Any(one => one.KeyPrefix == prefix)) continue;
            watch.Dispose();
            instances.Remove(prefix);
        }

        await reader.KeepOnlyAsync(core.Registry.StoredResources.Select(one => one.KeyPrefix).ToHashSet(StringComparer.Ordinal));
    }

    private async Task AcceptAsync(JsonObject definition, List<JsonObject> all, CancellationToken cancellationToken)
    {
        var updated = await core.Objects.UpdateAsync(Context(definition, "status", cancellationToken), present => new(Accepted(present)));
        if (updated.Error is { Reason: not (StatusReason.NotFound or StatusReason.Conflict) } error) LogRefused(new Metadata(definition).Name, error.Message);

        Result<JsonObject> Accepted(JsonObject present)
        {
            if (NameAcceptance.Next(present, all, Timestamps.Now(core.Time)) is not { } next) return Result<JsonObject>.Ok(present);
            var fields = core.Fields.For(core.Registry.Find(Group, "v1", Plural)!, "status");
            return Result<JsonObject>.Ok(fields.Update(present, next, "kube-apiserver"));
        }
    }

    // A deleted definition goes when its last instance has gone; the watch on the instances brings us back here.
    private async Task FinishAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var metadata = new Metadata(definition);
        if (!metadata.Finalizers.Contains(CustomResourceDefinitionStrategy.CleanupFinalizer)) return;
        var spec = definition.GetObject("spec")!;
        var (group, plural) = (spec.GetString("group")!, spec.FindString("names", "plural")!);
        var done = ("NeverEstablished", "resource was never established");
        if (core.Registry.FindStored(group, plural) is { IsCustom: true } resource && CustomResourceConditions.IsTrue(definition, "Established"))
        {
            if (CustomResourceConditions.Reason(definition, "Terminating") != "InstanceDeletionInProgress")
            {
                await ConditionAsync(definition, true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", cancellationToken);
                return;
            }

            done = ("InstanceDeletionCompleted", "removed all instances");
            if (!instances.ContainsKey(resource.KeyPrefix)) instances[resource.KeyPrefix] = lister.Observe(group, plural, new Bell(wake.Writer));
            var left = false;
            // What was written last must be in the list: nothing may be left behind.
            await reader.For(resource).MostRecentAsync(cancellationToken);
            foreach (var instance in lister.List(group, plural))
            {
                var (ns, name) = (new Metadata(instance).Namespace, new Metadata(instance).Name);
                var context = new WriteContext
                {
                    Resource = resource,
                    Namespace = ns,
                    Name = name,
                    User = UserInfo.Loopback,
                    Time = core.Time,
                    Cancelled = cancellationToken,
                };
                var deleted = await core.Deleter.DeleteAsync(context, new DeleteRequest());
                left |= deleted.Error is { Reason: not StatusReason.NotFound } || deleted.Value is { Gone: false };
            }

            if (left) return;
        }

        await ConditionAsync(definition, false, done.Item1, done.Item2, cancellationToken);
        await core.Objects.UpdateAsync(Context(definition, "", cancellationToken), present =>
        {
            var now = new Metadata(present);
            now.Finalizers = [.. now.Finalizers.Where(one => one != CustomResourceDefinitionStrategy.CleanupFinalizer)];
            return new(Result<JsonObject>.Ok(present));
        });
    }

    private async Task ConditionAsync(JsonObject definition, bool terminating, string reason, string message, CancellationToken cancellationToken)
    {
        var updated = await core.Objects.UpdateAsync(Context(definition, "status", cancellationToken), present =>
        {
            var next = present.Clone();
            CustomResourceConditions.Set(next.GetOrAddObject("status"), "Terminating", terminating, reason, message, Timestamps.Now(core.Time));
            var fields = core.Fields.For(core.Registry.Find(Group, "v1", Plural)!, "status");
            return new(Result<JsonObject>.Ok(fields.Update(present, next, "kube-apiserver")));
        });
        if (updated.Error is { Reason: not (StatusReason.NotFound or StatusReason.Conflict) } error) LogRefused(new Metadata(definition).Name, error.Message);
    }

    private WriteContext Context(JsonObject definition, string subresource, CancellationToken cancellationToken) => new()
    {
        Resource = core.Registry.FindStored(Group, Plural)!,
        Subresource = subresource,
        Name = new Metadata(definition).Name,
        Version = "v1",
        User = UserInfo.Loopback,
        Time = core.Time,
        FieldManager = "kube-apiserver",
        Cancelled = cancellationToken,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Custom resource definitions could not be looked after.")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The names of {Name} could not be accepted: {Why}")]
    private partial void LogRefused(string name, string why);

    private sealed class Bell(ChannelWriter<bool> wake) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => wake.TryWrite(true);

        public void OnDeleted(string @namespace, string name) => wake.TryWrite(true);

        public void OnSynced() => wake.TryWrite(true);
    }
}
