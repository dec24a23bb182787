using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Slices of a pool of devices, which their driver keeps.</summary>
internal sealed class ResourceSliceStrategy(TimeProvider time) : ResourceStrategy
{
    private static readonly string[] Lists = ["bools", "ints", "strings", "versions"];

    /// <inheritdoc/>
    public override bool AnswersDeletionWithObject => true;

    /// <inheritdoc/>
    public override bool TracksGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.driver", "spec.nodeName"];

    /// <inheritdoc/>
    public override string FieldRefusal(string field) => "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: " + field;

    /// <summary>A taint that does not say when it was added was added now.</summary>
    public override void Default(JsonObject document)
    {
        foreach (var (_, device) in document.FindArray("spec", "devices").Items())
        {
            foreach (var (_, taint) in device.GetArray("taints").Items())
            {
                if (taint["timeAdded"] is null or JsonNull) taint.Set("timeAdded", new JsonString(Timestamps.Format(time.GetUtcNow())));
            }
        }
    }

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document) => Drop(document);

    /// <inheritdoc/>
    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old) => Drop(document);

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => SliceRules.Check(document, null, errors);

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => SliceRules.Check(document, old, errors);

    /// <inheritdoc/>
    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        var driver = document.FindString("spec", "driver") ?? "";
        if (driver.Any(char.IsUpper))
            context.AddWarning($"spec.driver: driver names should be lowercase; {GoText.Quote(driver)} contains uppercase characters");
    }

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document) => row.Add(new Metadata(document).Name)
        .Add(document.FindString("spec", "nodeName") ?? "")
        .Add(document.FindString("spec", "driver") ?? "")
        .Add(document.FindString("spec", "pool", "name") ?? "")
        .AddAge(document);

    // Attributes with several values and amounts of the node's own resources are behind gates that are off in v1.36.
    private static void Drop(JsonObject slice)
    {
        foreach (var (_, device) in slice.FindArray("spec", "devices").Items())
        {
            device.Remove("nodeAllocatableResourceMappings");
            foreach (var (_, value) in device.GetObject("attributes") ?? [])
            {
                foreach (var list in Lists) (value as JsonObject)?.Remove(list);
            }
        }
    }
}
