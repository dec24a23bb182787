using System.Threading.Channels;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>
/// Keeps the default objects of API Priority and Fairness in place and tells FlowSchemas whether their priority level exists (condition Dangling): when
/// the server starts and when one of the objects changes.
/// </summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#maintenance-of-the-mandatory-and-suggested-configuration-objects</remarks>
internal sealed partial class FlowControlMaintenance
{
    private const string Producer = "api-priority-and-fairness-config-producer-v1";
    private const string Consumer = "api-priority-and-fairness-config-consumer-v1";

    private readonly FlowController controller;
    private readonly IObjectLister objects;
    private readonly OwnWrites writes;
    private readonly TimeProvider time;
    private readonly ILogger<FlowControlMaintenance> logger;
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public FlowControlMaintenance(FlowController controller, IObjectLister objects, OwnWrites writes, TimeProvider time, ILogger<FlowControlMaintenance> logger)
    {
        this.controller = controller;
        this.objects = objects;
        this.writes = writes;
        this.time = time;
        this.logger = logger;
        controller.Changed = () => wake.Writer.TryWrite(true);
    }

    /// <summary>Brings the objects into place, before the server takes requests.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Reads at the head, so that the lists are not empty because nobody asked before.
        await objects.GetLatestAsync(FlowController.Group, FlowController.Levels, "", "exempt", cancellationToken);
        await objects.GetLatestAsync(FlowController.Group, FlowController.Schemas, "", "exempt", cancellationToken);
        await EnsureAllAsync(cancellationToken);
    }

    /// <summary>Runs until the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                while (wake.Reader.TryRead(out _))
                {
                }

                await TryAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAllAsync(cancellationToken);
            foreach (var (schema, level, exists) in controller.References()) await SayAsync(schema, level, exists, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
    }

    private async Task EnsureAllAsync(CancellationToken cancellationToken)
    {
        List<Task> tasks = [];
        foreach (var document in FlowControlObjects.MandatoryLevels) tasks.Add(EnsureAsync(FlowController.Levels, document, mandatory: true, cancellationToken));
        foreach (var document in FlowControlObjects.SuggestedLevels) tasks.Add(EnsureAsync(FlowController.Levels, document, mandatory: false, cancellationToken));
        foreach (var document in FlowControlObjects.MandatorySchemas) tasks.Add(EnsureAsync(FlowController.Schemas, document, mandatory: true, cancellationToken));
        foreach (var document in FlowControlObjects.SuggestedSchemas) tasks.Add(EnsureAsync(FlowController.Schemas, document, mandatory: false, cancellationToken));
        // Together: the store commits waiting writes in one go.
        await Task.WhenAll(tasks);
        await PruneAsync(FlowController.Levels, [.. FlowControlObjects.MandatoryLevels, .. FlowControlObjects.SuggestedLevels], cancellationToken);
        await PruneAsync(FlowController.Schemas, [.. FlowControlObjects.MandatorySchemas, .. FlowControlObjects.SuggestedSchemas], cancellationToken);
    }

    private async Task EnsureAsync(string plural, JsonObject wanted, bool mandatory, CancellationToken cancellationToken)
    {
        var name = new Metadata(wanted).Name;
        if (objects.Get(FlowController.Group, plural, "", name) is not { } present)
        {
            await writes.CreateAsync(FlowController.Group, plural, wanted.Clone(), cancellationToken, Producer);
            return;
        }

        if (Update(present, wanted, mandatory) is null) return;
        await writes.UpdateAsync(FlowController.Group, plural, "", name, "", live => Update(live, wanted, mandatory) is { } changed ? changed : null, cancellationToken, Producer);
    }

    /// <summary>The object as it should be, made of the one that is there; null if nothing is to be done.</summary>
    internal static JsonObject? Update(JsonObject present, JsonObject wanted, bool mandatory)
    {
        var metadata = new Metadata(present);
        var annotation = metadata.Annotation(FlowControlObjects.AutoUpdate);
        // Whoever changed a suggested object without saying a word about updates is taken to want it so.
        var update = mandatory || annotation == "true" || (annotation is not "false" && metadata.Generation == 1);
        var value = update ? "true" : "false";
        var same = SameSpec(present, wanted);
        if (annotation == value && (same || !update)) return null;
        var changed = present.Clone();
        new Metadata(changed).SetAnnotation(FlowControlObjects.AutoUpdate, value);
        if (update && !same) changed.Set("spec", wanted.GetObject("spec")!.Clone());
        return changed;
    }

    // What was a default of the server in an earlier version and is none any more goes.
    private async Task PruneAsync(string plural, IReadOnlyList<JsonObject> known, CancellationToken cancellationToken)
    {
        foreach (var present in objects.List(FlowController.Group, plural))
        {
            var metadata = new Metadata(present);
            if (metadata.Annotation(FlowControlObjects.AutoUpdate) != "true" || known.Any(one => new Metadata(one).Name == metadata.Name)) continue;
            await writes.DeleteAsync(FlowController.Group, plural, "", metadata.Name, metadata.Uid, cancellationToken);
        }
    }

    private async Task SayAsync(JsonObject schema, string level, bool exists, CancellationToken cancellationToken)
    {
        var metadata = new Metadata(schema);
        if (metadata.Uid.Length == 0) return;
        var condition = (schema.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Dangling");
        var (status, reason, message) = exists
            ? ("False", "Found", $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" and it exists")
            : ("True", "NotFound", $"This FlowSchema references the PriorityLevelConfiguration object named \"{level}\" but there is no such object");
        if (condition?.GetString("status") == status && condition.GetString("reason") == reason && condition.GetString("message") == message) return;
        var since = condition?.GetString("status") == status ? condition.GetString("lastTransitionTime") ?? Timestamps.Now(time) : Timestamps.Now(time);
        var applied = await writes.ApplyAsync(
            FlowController.Group,
            FlowController.Schemas,
            "",
            metadata.Name,
            "status",
            new JsonObject
            {
                { "kind", "FlowSchema" },
                { "apiVersion", "flowcontrol.apiserver.k8s.io/v1" },
                { "metadata", new JsonObject { { "name", metadata.Name } } },
                {
                    "status", new JsonObject
                    {
                        {
                            "conditions", new JsonArray
                            {
                                new JsonObject
                                {
                                    { "type", "Dangling" }, { "status", status }, { "lastTransitionTime", since }, { "reason", reason }, { "message", message },
                                },
                            }
                        },
                    }
                },
            },
            Consumer,
            cancellationToken);
        if (applied.Error is { Reason: not StatusReason.NotFound } error) LogRefused(metadata.Name, error.Message);
    }

    private static bool SameSpec(JsonObject present, JsonObject wanted) => JsonValue.DeepEquals(present["spec"], wanted["spec"]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The objects of API Priority and Fairness could not be maintained; they are looked at again when one of them changes")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "FlowSchema {Name} could not be told whether its priority level exists: {Problem}")]
    private partial void LogRefused(string name, string problem);
}
