using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;
using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>The rules of the instances of one definition.</summary>
/// <param name="schemas">The schema of each version.</param>
/// <param name="columns">The columns besides the name.</param>
/// <param name="selectable">The members that field selectors may name.</param>
/// <param name="scale">Where the replicas stand, if there is a scale subresource.</param>
/// <param name="hasStatus">Whether there is a status subresource; without it the status is a member like any other.</param>
/// <param name="terminating">Whether the definition is being deleted: nothing new then.</param>
internal sealed class CustomResourceStrategy(
    IReadOnlyDictionary<string, CustomSchema> schemas, IReadOnlyList<PrinterColumn> columns, IReadOnlyList<string> selectable, ScalePaths? scale, bool hasStatus, bool terminating) : ResourceStrategy
{
    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool TracksGeneration => true;

    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <inheritdoc/>
    public override ScalePaths? ScalePaths => scale;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields => selectable;

    /// <inheritdoc/>
    public override bool WantsOther(JsonObject document, JsonObject old) => SystemMetadata.WantsOther(document, old, statusCounts: !hasStatus);

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        if (context.Resource.HasStatus) document.Remove("status");
    }

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        if (schemas.TryGetValue(context.Version, out var schema)) CustomResourceRules.Check(document, null, schema, scale, errors, context.AddWarning);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        if (schemas.TryGetValue(context.Version, out var schema)) CustomResourceRules.Check(document, old, schema, scale, errors, context.AddWarning);
    }

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        if (schemas.TryGetValue(context.Version, out var schema)) CustomResourceRules.CheckStatus(document, old, schema, scale, errors, context.AddWarning);
    }

    /// <inheritdoc/>
    public override ValueTask<StatusError?> BeginWriteAsync(WriteContext context, JsonObject? document, JsonObject? old) => terminating && old is null && document is not null
        ? new(StatusError.Forbidden(context.Resource.Name, new Metadata(document).Name, "create not allowed while custom resource definition is terminating"))
        : default;

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        row.Add(new Metadata(document).Name);
        foreach (var column in columns) row.Put(column.Cell(document, row));
    }
}
