using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>Classes of devices.</summary>
internal sealed class DeviceClassStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    /// <inheritdoc/>
    public override bool AnswersDeletionWithObject => true;

    /// <inheritdoc/>
    public override bool TracksGeneration => true;

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => DeviceClassRules.Check(document, null, errors);

    /// <inheritdoc/>
    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        DeviceClassRules.Check(document, old, errors);
}
