using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Claims for devices: the wish is checked once and never changes, the allocation comes through the status.</summary>
internal sealed class ResourceClaimStrategy(IObjectLister objects) : ResourceStrategy
{
    private const string AdminLabel = "resource.kubernetes.io/admin-access";

    /// <inheritdoc/>
    public override bool AnswersDeletionWithObject => true;

    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <inheritdoc/>
    public override void Default(JsonObject document) => ClaimDefaults.Claim(document);

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        ClaimRules.Check(document, errors);
        CheckAdminAccess(document, errors);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ClaimRules.CheckUpdate(document, old, errors);

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ClaimStatusRules.CheckUpdate(document, old, errors);

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document) => ClaimStatusRules.Print(row, document);

    private void CheckAdminAccess(JsonObject claim, ErrorList errors)
    {
        var requests = claim.FindArray("spec", "devices", "requests") ?? [];
        for (var i = 0; i < requests.Count; i++)
        {
            if ((requests[i] as JsonObject)?.GetObject("exactly")?.GetBool("adminAccess") != true) continue;
            var ns = objects.Get("", "namespaces", "", new Metadata(claim).Namespace);
            if (ns is not null && ns.FindString("metadata", "labels", AdminLabel) == "true") return;
            errors.Add(FieldError.Forbidden(
                FieldPath.Spec.Child("devices", "requests").Index(i).Child("adminAccess"),
                $"admin access to devices requires the `{AdminLabel}: true` label on the containing namespace"));
        }
    }
}
