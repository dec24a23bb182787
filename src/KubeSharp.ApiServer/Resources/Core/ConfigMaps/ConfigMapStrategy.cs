using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.ConfigMaps;

/// <summary>ConfigMaps.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add((document.GetObject("data")?.Count ?? 0) + (document.GetObject("binaryData")?.Count ?? 0))
        .AddAge(document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => ConfigMapValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        ConfigMapValidation.Check(document, errors);
        ConfigMapValidation.CheckUpdate(document, old, errors);
    }
}
