using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;
using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Serving;

/// <summary>The rules of the instances of one definition, in one version.</summary>
internal sealed class CustomResourceStrategy : ResourceStrategy
{
    /// <summary>The schema with its rules.</summary>
    public required CustomSchema Schema { get; init; }

    /// <summary>The columns besides the name.</summary>
    public required IReadOnlyList<PrinterColumn> Columns { get; init; }

    /// <summary>The members that field selectors may name.</summary>
    public required IReadOnlyList<string> Selectable { get; init; }

    /// <summary>Where the replicas stand, if there is a scale subresource.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary>Whether there is a status subresource; without it the status is a member like any other.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Whether the definition is being deleted: nothing new then.</summary>
    public bool Terminating { get; init; }

    /// <summary>What every request is warned of; empty for nothing.</summary>
    public string Warning { get; init; } = "";

    /// <summary>The definition's versions.</summary>
    public required CustomResourceVersions Versions { get; init; }

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool TracksGeneration => true;

    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <inheritdoc/>
    public override string Deprecation => Warning;

    /// <inheritdoc/>
    public override ScalePaths? ScalePaths => Scale;

    /// <inheritdoc/>
    public override string FieldRefusal(string field) => $"field label not supported: {field}";

    public override IReadOnlyList<string> SelectableFields => Selectable;

    /// <inheritdoc/>
    public override bool WantsOther(JsonObject document, JsonObject old) => SystemMetadata.WantsOther(document, old, statusCounts: !HasStatus);

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        if (HasStatus) document.Remove("status");
    }

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => CustomResourceRules.Check(document, null, Schema, Scale, errors, context.AddWarning);

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CustomResourceRules.Check(document, old, Schema, Scale, errors, context.AddWarning);

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CustomResourceRules.CheckStatus(document, old, Schema, Scale, errors, context.AddWarning);

    /// <inheritdoc/>
    public override ValueTask<StatusError?> BeginWriteAsync(WriteContext context, JsonObject? document, JsonObject? old) => Terminating && old is null && document is not null
        ? new(StatusError.Forbidden(context.Resource.Name, new Metadata(document).Name, "create not allowed while custom resource definition is terminating"))
        : default;

    /// <inheritdoc/>
    public override JsonObject Convert(JsonObject document, string apiVersion) => Versions.Convert(document, apiVersion);

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        row.Add(new Metadata(document).Name);
        foreach (var column in Columns) row.Put(column.Cell(document, row));
    }
}
