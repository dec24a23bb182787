using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;

/// <summary>ServiceCIDRs.</summary>
internal sealed class ServiceCidrStrategy : ResourceStrategy
{
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => ServiceCidrValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ServiceCidrValidation.CheckUpdate(document, old, errors);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => ServiceCidrRow.Print(row, document);
}
