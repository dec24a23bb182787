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

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
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
        // Rings after a pass that failed. Changes that come meanwhile are looked at without waiting for it.
        await using var alarm = core.Time.CreateTimer(_ => wake.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var pause = FirstPause;
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                wake.Reader.TryRead(out _);
                if (await TryAsync(() => ReconcileAsync(cancellationToken), cancellationToken))
                {
                    pause = FirstPause;
                    continue;
                }

                alarm.Change(pause, Timeout.InfiniteTimeSpan);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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

    private async Task<bool> TryAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
            return false;
        }
    }

    // Whether all could be done. A definition that fails does not keep the others from being looked after.
    private async Task<bool> ReconcileAsync(CancellationToken cancellationToken)
    {
        var all = definitions.Values.OrderBy(one => new Metadata(one).Name, StringComparer.Ordinal).ToList();
        await ServeAsync(all);
        synced.TrySetResult();
        var done = true;
        for (var i = 0; i < all.Count; i++)
        {
            var definition = all[i];
            if (new Metadata(definition).IsBeingDeleted)
            {
                done &= await TryAsync(() => FinishAsync(definition, cancellationToken), cancellationToken);
            }
            else if (NameAcceptance.Next(all[i], all, Timestamps.Now(core.Time)) is { } accepted)
            {
                all[i] = accepted;
                // Served before it is said to be: who waits for the condition is not to find nothing.
                await ServeAsync(all);
                done &= await TryAsync(() => AcceptAsync(definition, all, cancellationToken), cancellationToken);
            }
        }

        return done;
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

    private async Task<bool> AcceptAsync(JsonObject definition, List<JsonObject> all, CancellationToken cancellationToken)
    {
        var updated = await core.Objects.UpdateAsync(Context(definition, "status", cancellationToken), present => new(Accepted(present)));
        return IsSettled(updated.Error, definition);

        Result<JsonObject> Accepted(JsonObject present)
        {
            if (NameAcceptance.Next(present, all, Timestamps.Now(core.Time)) is not { } next) return Result<JsonObject>.Ok(present);
            var fields = core.Fields.For(core.Registry.Find(Group, "v1", Plural)!, "status");
            return Result<JsonObject>.Ok(fields.Update(present, next, "kube-apiserver"));
        }
    }

    // A deleted definition goes when its last instance has gone; the watch on the instances brings us back here.
    private async Task<bool> FinishAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var metadata = new Metadata(definition);
        if (!metadata.Finalizers.Contains(CustomResourceDefinitionStrategy.CleanupFinalizer)) return true;
        var spec = definition.GetObject("spec")!;
        var (group, plural) = (spec.GetString("group")!, spec.FindString("names", "plural")!);
        var done = ("NeverEstablished", "resource was never established");
        if (core.Registry.FindStored(group, plural) is { IsCustom: true } resource && CustomResourceConditions.IsTrue(definition, "Established"))
        {
            if (CustomResourceConditions.Reason(definition, "Terminating") != "InstanceDeletionInProgress")
                return await ConditionAsync(definition, true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", cancellationToken);

            done = ("InstanceDeletionCompleted", "removed all instances");
            if (!instances.ContainsKey(resource.KeyPrefix)) instances[resource.KeyPrefix] = lister.Observe(group, plural, new Bell(wake.Writer));
            var (left, failed) = (false, false);
            // What was written last must be in the list: nothing may be left behind.
            await reader.For(resource).MostRecentAsync(cancellationToken);
            // Those that can go at once first: who sees one that is held back by a finalizer sees nothing else any more.
            foreach (var instance in lister.List(group, plural).OrderBy(one => new Metadata(one).Finalizers.Count > 0))
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
                failed |= deleted.Error is { Reason: not StatusReason.NotFound };
                left |= deleted.Value is { Gone: false };
            }

            if (failed)
            {
                await ConditionAsync(definition, true, "InstanceDeletionFailed", "could not issue all deletes", cancellationToken);
                return false;
            }

            if (left) return true;
        }

        if (!await ConditionAsync(definition, false, done.Item1, done.Item2, cancellationToken)) return false;
        var released = await core.Objects.UpdateAsync(Context(definition, "", cancellationToken), present =>
        {
            var now = new Metadata(present);
            now.Finalizers = [.. now.Finalizers.Where(one => one != CustomResourceDefinitionStrategy.CleanupFinalizer)];
            return new(Result<JsonObject>.Ok(present));
        });
        return IsSettled(released.Error, definition);
    }

    private async Task<bool> ConditionAsync(JsonObject definition, bool terminating, string reason, string message, CancellationToken cancellationToken)
    {
        var updated = await core.Objects.UpdateAsync(Context(definition, "status", cancellationToken), present =>
        {
            var next = present.Clone();
            CustomResourceConditions.Set(next.GetOrAddObject("status"), "Terminating", terminating, reason, message, Timestamps.Now(core.Time));
            var fields = core.Fields.For(core.Registry.Find(Group, "v1", Plural)!, "status");
            return new(Result<JsonObject>.Ok(fields.Update(present, next, "kube-apiserver")));
        });
        return IsSettled(updated.Error, definition);
    }

    // What is gone or has changed meanwhile brings us back by itself; any other refusal is tried again.
    private bool IsSettled(StatusError? error, JsonObject definition)
    {
        if (error is null or { Reason: StatusReason.NotFound or StatusReason.Conflict }) return true;
        LogRefused(new Metadata(definition).Name, error.Message);
        return false;
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The custom resource definition {Name} could not be written: {Why}")]
    private partial void LogRefused(string name, string why);

    private sealed class Bell(ChannelWriter<bool> wake) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => wake.TryWrite(true);

        public void OnDeleted(string @namespace, string name) => wake.TryWrite(true);

        public void OnSynced() => wake.TryWrite(true);
    }
}
