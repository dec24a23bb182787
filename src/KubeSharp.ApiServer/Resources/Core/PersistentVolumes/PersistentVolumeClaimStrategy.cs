using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.AllTwice;

    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => document.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        document.Set("status", new JsonObject { { "phase", "Pending" } });
        ClaimSources.Normalize(document.GetOrAddObject("spec"), null);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        ClaimSources.Normalize(document.GetOrAddObject("spec"), old.GetObject("spec") ?? new JsonObject());
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => PersistentVolumeClaimValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        PersistentVolumeClaimValidation.Check(document, errors);
        PersistentVolumeClaimValidation.CheckUpdate(document, old, context.Resource.StoredDefinition.Schema, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        PersistentVolumeClaimValidation.CheckStatus(document, errors);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old) => PersistentVolumeWarnings.OfClaim(context, document);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PersistentVolumeRow.PrintClaim(row, document);
}
