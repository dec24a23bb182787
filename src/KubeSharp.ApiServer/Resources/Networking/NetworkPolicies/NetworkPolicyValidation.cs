using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;

/// <summary>Checks of network policies.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/network-policies/</remarks>
internal static class NetworkPolicyValidation
{
    public static void Check(JsonObject policy, ErrorList errors)
    {
        var spec = policy.GetObject("spec") ?? new JsonObject();
        LabelSelectorValidator.Validate(spec.GetObject("podSelector"), FieldPath.Spec.Child("podSelector"), errors);
        Rules(spec.GetArray("ingress"), FieldPath.Spec.Child("ingress"), "from", errors);
        Rules(spec.GetArray("egress"), FieldPath.Spec.Child("egress"), "to", errors);
        var path = FieldPath.Spec.Child("policyTypes");
        if (spec.GetArray("policyTypes") is not { } types) return;
        if (types.Count > 2)
        {
            errors.Add(FieldError.Invalid(path, types, "may not specify more than two policyTypes"));
            return;
        }

        foreach (var (index, type) in types.Texts()) errors.OneOf(path.Index(index), type, "Ingress", "Egress");
    }

    /// <summary>What a writer is told although nothing is forbidden about it.</summary>
    public static void Warn(Registry.WriteContext context, JsonObject policy)
    {
        foreach (var (list, side) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
        {
            foreach (var (index, rule) in policy.FindArray("spec", list).Items())
            {
                foreach (var (number, peer) in rule.GetArray(side).Items())
                {
                    if (peer.GetObject("ipBlock") is not { } block) continue;
                    var path = FieldPath.Spec.Child(list).Index(index).Child(side).Index(number).Child("ipBlock");
                    AddressWarnings.Cidr(path.Child("cidr"), block.GetString("cidr") ?? "", context.AddWarning);
                    foreach (var (at, except) in block.GetArray("except").Texts()) AddressWarnings.Cidr(path.Child("except").Index(at), except, context.AddWarning);
                }
            }
        }
    }

    private static void Rules(JsonArray? rules, FieldPath path, string side, ErrorList errors)
    {
        foreach (var (index, rule) in rules.Items())
        {
            foreach (var (number, port) in rule.GetArray("ports").Items()) Port(port, path.Index(index).Child("ports").Index(number), errors);
            foreach (var (number, peer) in rule.GetArray(side).Items()) Peer(peer, path.Index(index).Child(side).Index(number), errors);
        }
    }

    private static void Port(JsonObject port, FieldPath path, ErrorList errors)
    {
        errors.OneOf(path.Child("protocol"), port.GetString("protocol"), "TCP", "UDP", "SCTP");
        var end = port.GetInt64("endPort");
        switch (port["port"])
        {
            case JsonNumber number when number.TryGetInt64(out var value):
                foreach (var fault in StringValidators.PortNumber(value)) errors.Add(FieldError.Invalid(path.Child("port"), value, fault));
                if (end is { } last)
                {
                    if (last < value) errors.Add(FieldError.Invalid(path.Child("endPort"), value, "must be greater than or equal to `port`"));
                    foreach (var fault in StringValidators.PortNumber(last)) errors.Add(FieldError.Invalid(path.Child("endPort"), last, fault));
                }

                break;
            case JsonString name:
                if (end is { } afterName) errors.Add(FieldError.Invalid(path.Child("endPort"), afterName, "may not be specified when `port` is non-numeric"));
                errors.AddInvalid(path.Child("port"), name.Value, StringValidators.PortName(name.Value));
                break;
            default:
                if (end is { } alone) errors.Add(FieldError.Invalid(path.Child("endPort"), alone, "may not be specified when `port` is not specified"));
                break;
        }
    }

    private static void Peer(JsonObject peer, FieldPath path, ErrorList errors)
    {
        var count = 0;
        foreach (var name in (ReadOnlySpan<string>)["podSelector", "namespaceSelector"])
        {
            if (peer.GetObject(name) is not { } selector) continue;
            count++;
            LabelSelectorValidator.Validate(selector, path.Child(name), errors);
        }

        if (peer.GetObject("ipBlock") is { } block)
        {
            count++;
            Block(block, path.Child("ipBlock"), errors);
        }

        if (count == 0) errors.Add(FieldError.Required(path, "must specify a peer"));
        else if (count > 1 && peer.Contains("ipBlock")) errors.Add(FieldError.Forbidden(path, "may not specify both ipBlock and another peer"));
    }

    private static void Block(JsonObject block, FieldPath path, ErrorList errors)
    {
        var cidr = block.GetString("cidr") ?? "";
        if (cidr.Length == 0)
        {
            errors.Add(FieldError.Required(path.Child("cidr")));
            return;
        }

        errors.AddInvalid(path.Child("cidr"), cidr, StringValidators.Cidr(cidr));
        // What is understood is looked at, also if it is not written as it should be.
        if (IpRange.Parse(cidr) is not { } whole) return;
        foreach (var (index, text) in block.GetArray("except").Texts())
        {
            var at = path.Child("except").Index(index);
            errors.AddInvalid(at, text, StringValidators.Cidr(text));
            if (IpRange.Parse(text) is { } part && (part.PrefixLength <= whole.PrefixLength || !whole.Contains(part.At(part.Network))))
                errors.Add(FieldError.Invalid(at, text, "must be a strict subset of `cidr`"));
        }
    }
}
