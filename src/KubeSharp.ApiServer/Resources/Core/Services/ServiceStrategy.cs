using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Services: their cluster addresses and node ports are given out here.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/</remarks>
internal sealed class ServiceStrategy(ServiceAddresses addresses) : ResourceStrategy
{
    public override bool AllowCreateOnUpdate => true;

    public override bool AnswersDeletionWithObject => true;

    public override NameCheck NameCheck => NameChecks.DnsLabel;

    public override IReadOnlyList<string> SelectableFields => ["spec.clusterIP", "spec.type"];

    public override void Default(JsonObject document) => ServiceDefaults.Apply(document.GetOrAddObject("spec"));

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        document.Set("status", new JsonObject { { "loadBalancer", new JsonObject() } });
        ServiceDefaults.ApplyFamilies(document.GetOrAddObject("spec"), addresses.Family);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        document.CopyMember("status", old);
        if (document.FindString("spec", "type") != "LoadBalancer") document.GetOrAddObject("status").Set("loadBalancer", new JsonObject());
        var spec = document.GetOrAddObject("spec");
        ServiceDefaults.KeepAllocated(spec, old.GetObject("spec") ?? new JsonObject());
        ServiceDefaults.ApplyFamilies(spec, addresses.Family);
    }

    public override async ValueTask<StatusError?> BeginWriteAsync(WriteContext context, JsonObject? document, JsonObject? old)
    {
        if (document is null || context.Subresource.Length > 0) return null;
        await addresses.ReadyAsync().WaitAsync(context.Cancelled);
        var metadata = new Metadata(document);
        var errors = new ErrorList();
        new ServiceAllocation(addresses, $"{metadata.Namespace}/{metadata.Name}", context.DryRun).Allocate(document.GetOrAddObject("spec"), errors);
        var refusal = errors.ToStatus(context.Resource.GroupKind, metadata.Name);
        if (refusal is not null) addresses.Settle($"{metadata.Namespace}/{metadata.Name}", null);
        return refusal;
    }

    public override ValueTask EndWriteAsync(WriteContext context, JsonObject? document, JsonObject? old, bool written)
    {
        var metadata = new Metadata(document ?? old!);
        addresses.Settle($"{metadata.Namespace}/{metadata.Name}", written && document is not null && context.Subresource.Length == 0 ? document : null);
        return default;
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (document.FindString("spec", "type") != "ExternalName" && document.FindString("spec", "externalName") is { Length: > 0 })
            context.AddWarning("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => ServiceRow.Print(row, document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => ServiceValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        ServiceValidation.Check(document, errors);
        ServiceValidation.CheckUpdate(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        ServiceStatusValidation.Check(document, errors);
}
