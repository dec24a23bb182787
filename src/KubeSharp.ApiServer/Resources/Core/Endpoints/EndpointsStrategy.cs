using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Endpoints;

/// <summary>Endpoints: deprecated, but still what the older clients read.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/#endpoints</remarks>
internal sealed class EndpointsStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override bool AllowCreateOnUpdate => true;

    public override string Deprecation => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

    public override void Default(JsonObject document) => EndpointsDefaults.Apply(document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => EndpointsValidation.Check(document, null, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        // What was fine by the rules of its time need not be put right by whoever changes a label.
        if (!Checks.Same(document["subsets"], old["subsets"])) EndpointsValidation.Check(document, old, errors);
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (old is not null && Checks.Same(document["subsets"], old["subsets"])) return;
        foreach (var (index, subset) in document.GetArray("subsets").Items())
        {
            foreach (var list in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                foreach (var (number, address) in subset.GetArray(list).Items())
                {
                    var path = FieldPath.Of("subsets").Index(index).Child(list).Index(number).Child("ip");
                    AddressWarnings.Ip(path, address.GetString("ip") ?? "", context.AddWarning);
                }
            }
        }
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => EndpointsRow.Print(row, document);
}
