using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What claims for devices are made of; never changes.</summary>
internal sealed class ResourceClaimTemplateStrategy(IObjectLister objects) : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    /// <inheritdoc/>
    public override bool AnswersDeletionWithObject => true;

    /// <inheritdoc/>
    public override void Default(JsonObject document) => ClaimDefaults.Template(document);

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        AdminAccess.CheckRequests(objects, new Metadata(document).Namespace, document.FindArray("spec", "spec", "devices", "requests"), errors);
        ClaimRules.CheckTemplate(document, errors);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        ClaimRules.CheckTemplate(document, errors);
        ClaimRules.CheckTemplateUpdate(document, old, errors);
    }
}
