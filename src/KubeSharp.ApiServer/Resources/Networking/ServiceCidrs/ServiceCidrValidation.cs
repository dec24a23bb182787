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

        if (cidrs.Count == 2 && cidrs.Texts().All(item => StringValidators.Cidr(item.Text).Length == 0)
            && cidrs.Texts().Select(item => item.Text.Contains(':', StringComparison.Ordinal)).Distinct().Count() == 1)
        {
            errors.Add(FieldError.Invalid(path, cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"));
        }

        foreach (var (index, cidr) in cidrs.Texts()) errors.AddInvalid(path.Index(index), cidr, StringValidators.Cidr(cidr));
    }

    public static void CheckUpdate(JsonObject range, JsonObject old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("cidrs");
        var (now, before) = (range.FindArray("spec", "cidrs") ?? [], old.FindArray("spec", "cidrs") ?? []);
        // A range of one family may get one of the other; what is there stays.
        if (now.Count < before.Count)
        {
            errors.Add(FieldError.Invalid(path, now, Checks.ImmutableDetail));
            return;
        }

        for (var i = 0; i < before.Count; i++) errors.Immutable(path.Index(i), now[i], before[i]);
    }
}
