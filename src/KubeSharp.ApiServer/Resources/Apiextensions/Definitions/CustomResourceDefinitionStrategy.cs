using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>
/// Definitions of custom resources (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/).
/// A deleted one lives on until its instances are gone: <see cref="CustomResourceController"/> takes the finalizer away.
/// </summary>
internal sealed class CustomResourceDefinitionStrategy(TimeProvider time) : ResourceStrategy
{
    /// <summary>Keeps a deleted definition until its instances are gone.</summary>
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override bool TracksGeneration => true;

    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <inheritdoc/>
    public override void Default(JsonObject document)
    {
        var spec = document.GetOrAddObject("spec");
        var names = spec.GetOrAddObject("names");
        var kind = names.GetString("kind") ?? "";
        if (string.IsNullOrEmpty(names.GetString("singular"))) names.Set("singular", new JsonString(kind.ToLowerInvariant()));
        if (kind.Length > 0 && string.IsNullOrEmpty(names.GetString("listKind"))) names.Set("listKind", new JsonString(kind + "List"));
        var conversion = spec.GetOrAddObject("conversion");
        if (string.IsNullOrEmpty(conversion.GetString("strategy"))) conversion.Set("strategy", new JsonString("None"));
        conversion.FindObject("webhook", "clientConfig", "service")?.SetDefault("port", 443);
    }

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        document.Set("status", new JsonObject
        {
            { "conditions", JsonNull.Instance },
            { "acceptedNames", new JsonObject { { "plural", "" }, { "kind", "" } } },
            { "storedVersions", StorageVersion(document) is { } version ? new JsonArray { new JsonString(version) } : JsonNull.Instance },
        });
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        if (StorageVersion(document) is not { } version) return;
        var stored = document.GetOrAddObject("status").GetOrAddArray("storedVersions");
        if (!stored.Any(item => item is JsonString text && text.Value == version)) stored.Add(new JsonString(version));
    }

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => CustomResourceDefinitionRules.Check(document, errors);

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CustomResourceDefinitionRules.CheckUpdate(document, old, errors);

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        CustomResourceDefinitionRules.CheckStatus(document, errors);

    /// <inheritdoc/>
    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (context.Subresource.Length > 0) return;
        foreach (var format in FormatWarnings.Of(document, old)) context.AddWarning($"unrecognized format {GoText.Quote(format)}");
    }

    // The first deletion only marks; from then on the finalizer decides.
    /// <inheritdoc/>
    public override bool WaitsForFinalizers(JsonObject document) => !new Metadata(document).IsBeingDeleted;

    /// <inheritdoc/>
    public override void PrepareForGracefulDelete(WriteContext context, JsonObject document)
    {
        var metadata = new Metadata(document);
        metadata.DeletionGracePeriodSeconds = null;
        if (!metadata.Finalizers.Contains(CleanupFinalizer))
        {
            // Being deleted is no new generation of a definition.
            metadata.Finalizers = [.. metadata.Finalizers, CleanupFinalizer];
            metadata.Generation--;
        }

        CustomResourceConditions.Set(
            document.GetOrAddObject("status"),
            "Terminating",
            true,
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            Timestamps.Now(time));
    }

    private static string? StorageVersion(JsonObject document) =>
        (document.FindArray("spec", "versions") ?? []).OfType<JsonObject>().FirstOrDefault(version => version.GetBool("storage") == true)?.GetString("name");
}
