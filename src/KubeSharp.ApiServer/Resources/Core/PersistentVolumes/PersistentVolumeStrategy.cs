using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>PersistentVolumes.</summary>
internal sealed class PersistentVolumeStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.AllTwice;

    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document) => PersistentVolumeDefaults.Apply(document);

    public override void PrepareForCreate(WriteContext context, JsonObject document) => document.Set(
        "status", new JsonObject { { "phase", "Pending" }, { "lastPhaseTransitionTime", Objects.Timestamps.Now(context.Time) } });

    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        var (status, before) = (document.GetOrAddObject("status"), old.GetObject("status") ?? new JsonObject());
        const string Changed = "lastPhaseTransitionTime";
        if (status.GetString("phase") == before.GetString("phase"))
        {
            if (!status.Contains(Changed)) status.CopyMember(Changed, before);
        }
        else if (!status.Contains(Changed) || JsonValue.DeepEquals(status[Changed], before[Changed]))
        {
            status.Set(Changed, Objects.Timestamps.Now(context.Time)!);
        }
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => PersistentVolumeValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        PersistentVolumeValidation.Check(document, errors);
        PersistentVolumeValidation.CheckUpdate(document, old, context.Resource.StoredDefinition.Schema, errors);
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old) => PersistentVolumeWarnings.OfVolume(context, document);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => PersistentVolumeRow.PrintVolume(row, document);
}
