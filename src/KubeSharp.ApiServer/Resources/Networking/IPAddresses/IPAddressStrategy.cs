using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Networking.IPAddresses;

/// <summary>IPAddresses: the name is the address, and whose it is stays.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ip-address-v1/</remarks>
internal sealed class IPAddressStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override NameCheck NameCheck => static (name, _) => StringValidators.CanonicalIp(name);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("parentRef");
        if (document.FindObject("spec", "parentRef") is not { } parent)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (parent.GetString("group") is { Length: > 0 } group) errors.AddInvalid(path.Child("group"), group, StringValidators.Dns1123Subdomain(group));
        errors.RequiredText(path.Child("resource"), parent.GetString("resource"), text => StringValidators.PathSegmentName(text));
        errors.RequiredText(path.Child("name"), parent.GetString("name"), text => StringValidators.PathSegmentName(text));
        if (parent.GetString("namespace") is { Length: > 0 } ns) errors.AddInvalid(path.Child("namespace"), ns, StringValidators.PathSegmentName(ns));
    }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        Validate(context, document, errors);
        var (now, before) = (document.Find("spec", "parentRef"), old.Find("spec", "parentRef"));
        if (!Checks.Same(now, before)) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("parentRef"), Shown(now as JsonObject), Checks.ImmutableDetail));
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => IPAddressRow.Print(row, document);

    // As upstream's model prints itself.
    private static JsonObject? Shown(JsonObject? parent) => parent is null ? null : new JsonObject
    {
        { "Group", parent.GetString("group") ?? "" },
        { "Resource", parent.GetString("resource") ?? "" },
        { "Namespace", parent.GetString("namespace") ?? "" },
        { "Name", parent.GetString("name") ?? "" },
    };
}
