using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy
{
    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => document.GetOrAddObject("spec").SetDefault("volumeMode", "Filesystem");

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        document.Set("status", new JsonObject { { "phase", "Pending" } });
        // The source has two names; whoever knows one only gets the other.
        var spec = document.GetOrAddObject("spec");
        if (spec.GetObject("dataSource") is { } source && !spec.Contains("dataSourceRef")) spec.Set("dataSourceRef", source.Clone());
        else if (spec.GetObject("dataSourceRef") is { } reference && !spec.Contains("dataSource") && string.IsNullOrEmpty(reference.GetString("namespace"))
            && reference.GetString("kind") is "PersistentVolumeClaim" or "VolumeSnapshot")
        {
            spec.Set("dataSource", reference.Clone());
        }
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => PersistentVolumeClaimValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        PersistentVolumeClaimValidation.Check(document, errors);
        PersistentVolumeClaimValidation.CheckUpdate(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        PersistentVolumeClaimValidation.CheckStatus(document, errors);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PersistentVolumeRow.PrintClaim(row, document);
}
