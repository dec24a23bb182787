using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Ranges of IP addresses.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cidr-library"/>.
/// </summary>
internal static class CidrLibrary
{
    public static void Declare(Library library)
    {
        var type = CidrValue.CelType;
        var ip = IpValue.CelType;
        library.Global("cidr", "string_to_cidr", [CelType.String], type, static (_, a) => CidrValue.Parse(Library.Text(a[0]), out var fault) is { } cidr ? CelValue.Of(cidr) : CelValue.Fail(fault), CostRule.Read)
            .Global("isCIDR", "is_cidr", [CelType.String], Bool, static (frame, a) => CelValue.Of(CidrValue.Parse(Library.Text(a[0]), out _) is not null), CostRule.Read)
            .Global("string", "cidr_to_string", [type], CelType.String, static (_, a) => CelValue.Of(Of(a[0]).Text))
            .Member("containsIP", "cidr_contains_ip_string", [type, CelType.String], Bool, static (_, a) => IpValue.Parse(Library.Text(a[1]), out var fault) is { } address
                ? CelValue.Of(Of(a[0]).Contains(address.Address))
                : CelValue.Fail(fault), CostRule.ContainsIpText)
            .Member("containsIP", "cidr_contains_ip_ip", [type, ip], Bool, static (_, a) => CelValue.Of(Of(a[0]).Contains(((IpValue)a[1].Reference!).Address)), CostRule.ContainsIp)
            .Member("containsCIDR", "cidr_contains_cidr_string", [type, CelType.String], Bool, static (_, a) => CidrValue.Parse(Library.Text(a[1]), out var fault) is { } range
                ? CelValue.Of(Of(a[0]).Contains(range))
                : CelValue.Fail(fault), CostRule.ContainsCidrText)
            .Member("containsCIDR", "cidr_contains_cidr", [type, type], Bool, static (_, a) => CelValue.Of(Of(a[0]).Contains(Of(a[1]))), CostRule.ContainsCidr)
            .Member("ip", "cidr_ip", [type], ip, static (_, a) => CelValue.Of(new IpValue(Of(a[0]).Address)))
            .Member("prefixLength", "cidr_prefix_length", [type], Int, static (_, a) => CelValue.Of((long)Of(a[0]).Length))
            .Member("masked", "cidr_masked", [type], type, static (_, a) => CelValue.Of(Of(a[0]).Masked()))
            .Type("net.CIDR", type);
    }

    private static CidrValue Of(in CelValue value) => (CidrValue)value.Reference!;
}
