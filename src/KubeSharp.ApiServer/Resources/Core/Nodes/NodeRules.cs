using System.Globalization;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Nodes;

/// <summary>Defaults and checks of nodes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/architecture/nodes/</remarks>
internal static class NodeRules
{
    public static void Default(JsonObject node)
    {
        // What a node has can be given out, unless its kubelet keeps some back.
        var status = node.GetObject("status");
        if (status?.GetObject("capacity") is { Count: > 0 } capacity && status.GetObject("allocatable") is not { Count: > 0 })
        {
            status.Set("allocatable", capacity.Clone());
        }

        if (node.GetObject("spec") is not { } spec) return;
        if (spec.GetString("podCIDR") is { Length: > 0 } range && (spec.GetArray("podCIDRs") is not [JsonString head, ..] || head.Value != range))
        {
            spec.Set("podCIDRs", new JsonArray { new JsonString(range) });
        }
        else if (spec.GetArray("podCIDRs") is [JsonString first, ..] && string.IsNullOrEmpty(spec.GetString("podCIDR")))
        {
            spec.Set("podCIDR", first);
        }
    }

    public static void Check(JsonObject node, ErrorList errors)
    {
        Taints(node.FindArray("spec", "taints"), FieldPath.Metadata.Child("taints"), errors);
        Resources(node, errors);
        if (node.FindArray("spec", "podCIDRs") is not { Count: > 0 } ranges) return;
        var path = FieldPath.Spec.Child("podCIDRs");
        foreach (var (index, range) in ranges.Texts()) errors.AddInvalid(path.Index(index), range, StringValidators.Cidr(range));
        if (ranges.Count < 2) return;
        foreach (var (index, range) in ranges.Texts())
        {
            if (IsCidr(range)) continue;
            errors.Add(FieldError.InternalError(path, $"invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[{index}]: <nil> (invalid CIDR address: {range})"));
            break;
        }

        var families = ranges.Texts().Select(item => IsCidr(item.Text) ? item.Text.Contains(':', StringComparison.Ordinal) : (bool?)null).ToHashSet();
        if (ranges.Count > 2 || families.Count < 2 || families.Contains(null)) errors.Add(FieldError.Invalid(path, ranges, "may specify no more than one CIDR for each IP family"));
    }

    public static void CheckUpdate(JsonObject node, JsonObject old, ErrorList errors)
    {
        Resources(node, errors);
        var addresses = new HashSet<(string?, string?)>();
        foreach (var (index, address) in node.FindArray("status", "addresses").Items())
        {
            if (!addresses.Add((address.GetString("type"), address.GetString("address")))) errors.Add(FieldError.Duplicate(FieldPath.Status.Child("addresses").Index(index), address));
        }

        if (old.FindArray("spec", "podCIDRs") is { Count: > 0 } ranges)
        {
            // Each that changed is a fault of its own, if there are as many as before.
            var now = node.FindArray("spec", "podCIDRs") ?? [];
            var changed = now.Count == ranges.Count ? ranges.Where((range, index) => !JsonValue.DeepEquals(range, now[index])).Count() : 1;
            for (var i = 0; i < changed; i++)
                errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid"));
        }

        if (old.FindString("spec", "providerID") is { Length: > 0 } provider && node.FindString("spec", "providerID") != provider)
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("providerID"), "node updates may not change providerID except from \"\" to valid"));
        Taints(node.FindArray("spec", "taints"), FieldPath.Metadata.Child("taints"), errors);
        if ((node.FindString("spec", "externalID") ?? "") != (old.FindString("spec", "externalID") ?? ""))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("externalID"), "may not be updated"));
    }

    // Also one that is not written as it should be.
    private static bool IsCidr(string range)
    {
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && StringValidators.TryParseIp(range[..slash], out var address, out _)
            && int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    private static void Resources(JsonObject node, ErrorList errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["capacity", "allocatable"])
        {
            foreach (var (name, amount) in node.FindObject("status", list) ?? new JsonObject())
            {
                var path = FieldPath.Status.Child(list, name);
                errors.NonNegativeQuantity(path, amount);
                if (ResourceNames.IsWhole(name) && Checks.Amount(amount) is { } value && value.MilliValue % 1000 != 0)
                    errors.Add(FieldError.Invalid(path, value.ToString(), "must be an integer"));
            }
        }
    }

    private static void Taints(JsonArray? taints, FieldPath path, ErrorList errors)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var (index, taint) in taints.Items())
        {
            var at = path.Index(index);
            var (key, value, effect) = (taint.GetString("key") ?? "", taint.GetString("value") ?? "", taint.GetString("effect") ?? "");
            errors.AddInvalid(at.Child("key"), key, StringValidators.QualifiedName(key));
            if (StringValidators.LabelValue(value) is { Length: > 0 } messages) errors.Add(FieldError.Invalid(at.Child("value"), value, string.Join(';', messages)));
            if (effect.Length == 0) errors.Add(FieldError.Required(at.Child("effect")));
            else errors.OneOf(at.Child("effect"), effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
            if (seen.Add((key, effect))) continue;
            errors.Add(FieldError.Duplicate(at, Internal(key, value, effect, taint["timeAdded"]), "taints must be unique by key and effect pair"));
        }
    }

    // Messages show the taint as it is in memory upstream: all fields, with the names that they have in Go.
    private static JsonObject Internal(string key, string value, string effect, JsonValue? added) =>
        new() { { "Key", key! }, { "Value", value! }, { "Effect", effect! }, { "TimeAdded", added ?? JsonNull.Instance } };
}
