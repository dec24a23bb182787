using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;

/// <summary>ServiceCIDRs.</summary>
internal sealed class ServiceCidrStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override bool StatusKeepsMetadata => true;

    /// <summary>A status may come with the object, as upstream has it.</summary>
    public override void PrepareForCreate(WriteContext context, JsonObject document) => Prepare(context, document);

    /// <inheritdoc/>
    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old) => Prepare(context, document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => ServiceCidrValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ServiceCidrValidation.CheckUpdate(document, old, errors);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => ServiceCidrRow.Print(row, document);

    private static void Prepare(WriteContext context, JsonObject document)
    {
        if (document.GetObject("status") is null) document.ResetMember("status", context.Resource.StoredDefinition.Schema);
    }
}
