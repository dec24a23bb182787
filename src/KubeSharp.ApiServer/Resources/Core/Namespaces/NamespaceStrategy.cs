using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Namespaces;

/// <summary>Namespaces: born Active with the finalizer kubernetes, Terminating until their content is gone.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/</remarks>
internal sealed class NamespaceStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string Finalizer = "kubernetes";

    public override NameCheck NameCheck => NameChecks.DnsLabel;

    public override IReadOnlyList<string> SelectableFields => ["status.phase"];

    public override bool AnswersDeletionWithObject => true;

    public override void Default(JsonObject document)
    {
        var metadata = new Metadata(document);
        if (metadata.Name.Length > 0 && metadata.Label(NameLabel) != metadata.Name) metadata.SetLabel(NameLabel, metadata.Name);
    }

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        Default(document);
        var finalizers = document.GetOrAddObject("spec").GetOrAddArray("finalizers");
        if (!finalizers.Any(item => item is JsonString { Value: Finalizer })) finalizers.Add(new JsonString(Finalizer));
        document.Set("status", new JsonObject { { "phase", "Active" } });
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        document.CopyMember("status", old);
        // The finalizers of spec change through the finalize subresource only.
        if (context.Subresource != "finalize") document.CopyMember("spec", old);
    }

    public override void PrepareForGracefulDelete(WriteContext context, JsonObject document) =>
        document.GetOrAddObject("status").Set("phase", new JsonString("Terminating"));

    public override bool WaitsForFinalizers(JsonObject document) => document.FindArray("spec", "finalizers") is { Count: > 0 };

    public override void PrintRow(TableRowBuilder row, JsonObject document) =>
        row.Add(new Metadata(document).Name).Add(document.FindString("status", "phase") ?? "").AddAge(document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => NamespaceValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        NamespaceValidation.Check(document, errors, numbered: context.Subresource == "finalize");

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        var phase = document.FindString("status", "phase") ?? "";
        var deleted = new Metadata(document).IsBeingDeleted;
        if (phase == (deleted ? "Terminating" : "Active")) return;
        errors.Add(FieldError.Invalid(
            FieldPath.Of("status", "Phase"),
            phase,
            deleted ? "may only be 'Terminating' if `deletionTimestamp` is not empty" : "may only be 'Active' if `deletionTimestamp` is empty"));
    }
}
