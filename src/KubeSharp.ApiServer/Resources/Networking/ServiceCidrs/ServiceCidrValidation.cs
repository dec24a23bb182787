using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;

/// <summary>Checks of ranges of service addresses.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/</remarks>
internal static class ServiceCidrValidation
{
    public static void Check(JsonObject range, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("cidrs");
        var cidrs = range.FindArray("spec", "cidrs");
        if (cidrs is not { Count: > 0 })
        {
            errors.Add(FieldError.Required(path, "at least one CIDR required"));
            return;
        }

        if (cidrs.Count > 2)
        {
            errors.Add(FieldError.Invalid(path, new JsonObject { { "CIDRs", cidrs } }, "may only hold up to 2 values"));
            return;
        }

        foreach (var (index, cidr) in cidrs.Texts()) errors.AddInvalid(path.Index(index), cidr, StringValidators.CanonicalCidr(cidr));
        if (cidrs.Count == 2 && Family(cidrs[0]) is { } first && first == Family(cidrs[1]))
            errors.Add(FieldError.Invalid(path, cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"));
    }

    /// <summary>A range of one family may get one of the other; what is there stays.</summary>
    public static void CheckUpdate(JsonObject range, JsonObject old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("cidrs");
        var (now, before) = (range.FindArray("spec", "cidrs") ?? [], old.FindArray("spec", "cidrs") ?? []);
        if (now.Count == before.Count)
        {
            for (var i = 0; i < before.Count; i++) errors.Immutable(path.Index(i), now[i], before[i]);
        }
        else if (before.Count == 1 && now.Count == 2)
        {
            errors.Immutable(path.Index(0), now[0], before[0]);
            Check(range, errors);
        }
        else
        {
            errors.Add(FieldError.Invalid(path, range.Find("spec", "cidrs"), Checks.ImmutableDetail));
        }
    }

    private static string? Family(JsonValue value) => value is not JsonString { Value: var cidr } || cidr.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0
        || !StringValidators.TryParseIp(cidr[..slash], out _, out _)
            ? null
            : cidr.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4";
}
