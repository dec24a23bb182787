using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Services: their cluster addresses and node ports are given out before anything else is looked at, as upstream.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/</remarks>
internal sealed class ServiceStrategy(ServiceAllocator allocator) : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override bool AllowCreateOnUpdate => true;

    public override bool AnswersDeletionWithObject => true;

    public override NameCheck NameCheck => NameChecks.DnsLabel;

    public override IReadOnlyList<string> SelectableFields => ["spec.clusterIP", "spec.type"];

    public override void Default(JsonObject document) => ServiceDefaults.Apply(document);

    public override ValueTask<Result<IReservation>> ReserveAsync(WriteContext context, JsonObject document, JsonObject? old) =>
        allocator.ReserveAsync(context, document, old);

    public override void PrepareForCreate(WriteContext context, JsonObject document) =>
        document.Set("status", new JsonObject { { "loadBalancer", new JsonObject() } });

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        document.CopyMember("status", old);
        ServiceCarryOver.DropUseless(new ServiceFields(document.GetOrAddObject("spec")), new ServiceFields(old.GetObject("spec") ?? []));
        if (document.FindString("spec", "type") != "LoadBalancer") document.GetOrAddObject("status").Set("loadBalancer", new JsonObject());
    }

    public override ValueTask EndWriteAsync(WriteContext context, JsonObject? document, JsonObject? old, bool written) =>
        document is null && old is not null && written ? allocator.ReleaseAsync(old) : default;

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => ServiceValidation.Check(document, null, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        ServiceUpdateValidation.Check(document, old, errors);
        ServiceValidation.Check(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ServiceStatusValidation.Check(document, old, errors);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (context.Subresource.Length == 0) ServiceWarnings.Add(document, context.AddWarning);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => ServiceRow.Print(row, document);
}
