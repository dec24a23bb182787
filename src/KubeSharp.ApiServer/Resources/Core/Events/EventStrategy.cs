using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Events;

/// <summary>Events, of both groups: stored as core/v1, gone after a while.</summary>
internal sealed class EventStrategy(TimeSpan timeToLive) : ResourceStrategy
{
    private const string Core = "involvedObject.";
    private const string Modern = "regarding.";

    public override bool AllowCreateOnUpdate => true;

    public override TimeSpan? TimeToLive => timeToLive;

    public override IReadOnlyList<string> SelectableFields { get; } =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    // Each group selects by its own names for what is stored as core/v1.
    public override bool CanSelect(string group, string field) => group.Length == 0
        ? SelectableFields.Contains(field)
        : field is "reason" or "type" or "reportingController"
            || (field.StartsWith(Modern, StringComparison.Ordinal) && SelectableFields.Contains(Core + field[Modern.Length..]));

    public override string SelectableField(JsonObject document, string field) => field switch
    {
        "reportingController" => base.SelectableField(document, "reportingComponent"),
        _ when field.StartsWith(Modern, StringComparison.Ordinal) => base.SelectableField(document, Core + field[Modern.Length..]),
        "source" => document.FindString("source", "component") is { Length: > 0 } component ? component : document.GetString("reportingComponent") ?? "",
        _ => base.SelectableField(document, field),
    };

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => EventRules.Check(document, IsStrict(context), errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        EventRules.CheckUpdate(document, old, IsStrict(context), errors);

    public override JsonObject Convert(JsonObject document, string apiVersion) => EventVersions.Convert(document, apiVersion);

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var count = Math.Max(document.GetInt64("count") ?? 0, document.GetObject("series")?.GetInt64("count") ?? 0);
        var first = First(document.GetString("firstTimestamp"), document.GetString("eventTime"), new Metadata(document).CreationTimestamp);
        var last = First(document.FindString("series", "lastObservedTime"), document.GetString("lastTimestamp"), first);
        var about = document.GetObject("involvedObject");
        var component = First(document.FindString("source", "component"), document.GetString("reportingComponent"), "");
        var instance = First(document.FindString("source", "host"), document.GetString("reportingInstance"), "");
        var host = instance.Length > 0 ? ", " + instance : "";
        row.Add(row.Age(last))
            .Add(document.GetString("type") ?? "")
            .Add(document.GetString("reason") ?? "")
            .Add($"{about?.GetString("kind")?.ToLowerInvariant()}/{about?.GetString("name")}")
            .Add(about?.GetString("fieldPath") ?? "")
            .Add(component + host)
            .Add((document.GetString("message") ?? "").Trim())
            .Add(row.Age(first))
            .Add(count == 0 ? 1 : count)
            .Add(new Metadata(document).Name);
    }

    private static bool IsStrict(WriteContext context) => context.RequestedResource.Group == "events.k8s.io";

    private static string First(string? a, string? b, string? c) => !string.IsNullOrEmpty(a) ? a : !string.IsNullOrEmpty(b) ? b : c ?? "";
}
