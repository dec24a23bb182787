using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Claims for devices: the wish is checked once and never changes, the allocation comes through the status.</summary>
internal sealed class ResourceClaimStrategy(IObjectLister objects) : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    /// <inheritdoc/>
    public override bool AnswersDeletionWithObject => true;

    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <inheritdoc/>
    public override void Default(JsonObject document) => ClaimDefaults.Claim(document);

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        AdminAccess.CheckRequests(objects, new Metadata(document).Namespace, document.FindArray("spec", "devices", "requests"), errors);
        ClaimRules.Check(document, errors);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ClaimRules.CheckUpdate(document, old, errors);

    /// <inheritdoc/>
    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        if (document.GetObject("status") is { } status) ClaimDeviceRules.Drop(status, old.GetObject("status"));
    }

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        AdminAccess.CheckResults(objects, new Metadata(document).Namespace, Results(document), Results(old), errors);
        ClaimStatusRules.CheckUpdate(document, old, errors);
    }

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document) => ClaimStatusRules.Print(row, document);

    private static JsonArray? Results(JsonObject claim) => claim.FindArray("status", "allocation", "devices", "results");
}
