using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Nodes;

/// <summary>Nodes.</summary>
internal sealed class NodeStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    public override IReadOnlyList<string> SelectableFields => ["spec.unschedulable"];

    public override string SelectableField(JsonObject document, string field) =>
        document.GetObject("spec")?.GetBool("unschedulable") == true ? "true" : "false";

    // A kubelet may register with a status: it knows best.
    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        document.GetObject("spec")?.Remove("configSource");
        document.GetObject("status")?.Remove("config");
    }

    public override void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForStatusUpdate(context, document, old);
        document.GetObject("status")?.Remove("config");
    }

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (context.Subresource.Length > 0) return;
        if (document.FindString("spec", "externalID") is { Length: > 0 }) context.AddWarning("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        foreach (var (index, range) in document.FindArray("spec", "podCIDRs").Texts()) AddressWarnings.Cidr(FieldPath.Spec.Child("podCIDRs").Index(index), range, context.AddWarning);
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document)
    {
        var info = document.FindObject("status", "nodeInfo");
        row.Add(new Metadata(document).Name)
            .Add(State(document))
            .Add(Roles(document))
            .AddAge(document)
            .Add(info?.GetString("kubeletVersion") ?? "")
            .Add(Address(document, "InternalIP"))
            .Add(Address(document, "ExternalIP"))
            .Add(Or(info?.GetString("osImage"), "<unknown>"))
            .Add(Kernel(info))
            .Add(Or(info?.GetString("containerRuntimeVersion"), "<unknown>"));
    }

    private static string State(JsonObject document)
    {
        var state = "Unknown";
        foreach (var item in document.FindArray("status", "conditions") ?? [])
        {
            if (item.FindString("type") == "Ready") state = item.FindString("status") == "True" ? "Ready" : "NotReady";
        }

        return document.GetObject("spec")?.GetBool("unschedulable") == true ? state + ",SchedulingDisabled" : state;
    }

    private static string Roles(JsonObject document)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in new Metadata(document).Labels ?? [])
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length) roles.Add(key[RolePrefix.Length..]);
            else if (key == RoleLabel && value is JsonString { Value.Length: > 0 } role) roles.Add(role.Value);
        }

        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    private static string Address(JsonObject document, string type)
    {
        foreach (var item in document.FindArray("status", "addresses") ?? [])
        {
            if (item.FindString("type") == type) return item.FindString("address") ?? "<none>";
        }

        return "<none>";
    }

    private static string Kernel(JsonObject? info)
    {
        var kernel = Or(info?.GetString("kernelVersion"), "<unknown>");
        return info?.GetString("architecture") is { Length: > 0 } architecture ? $"{kernel} ({architecture})" : kernel;
    }

    private static string Or(string? text, string otherwise) => string.IsNullOrEmpty(text) ? otherwise : text;

    public override void Default(JsonObject document) => NodeRules.Default(document);

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => NodeRules.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        NodeRules.Check(document, errors);
        NodeRules.CheckUpdate(document, old, errors);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        document.GetObject("spec")?.Remove("configSource");
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        NodeRules.CheckUpdate(document, old, errors);
}
