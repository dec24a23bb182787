using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Checks of the fields clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy, which must agree.</summary>
internal static class ServiceAddressValidation
{
    private static readonly string[] Known = ["IPv4", "IPv6"];

    /// <param name="now">The service as it is wanted.</param>
    /// <param name="old">The service as it is: addresses that it has already are not looked at again; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(ServiceFields now, ServiceFields? old, ErrorList errors)
    {
        if (now.IsExternalName) return;
        var path = FieldPath.Spec.Child("clusterIPs");
        var addresses = now.ClusterIPs;
        if (now.ClusterIP.Length == 0)
        {
            if (addresses.Count > 0) errors.Add(FieldError.Invalid(path, Listed(addresses), "must be empty when `clusterIP` is not specified"));
        }
        else if (addresses.Count == 0) errors.Add(FieldError.Required(path));
        else if (addresses[0] != now.ClusterIP) errors.Add(FieldError.Invalid(path, Listed(addresses), "first value must match `clusterIP`"));

        Families(now.Families, errors);
        if (now.Policy is { } policy && policy is not ("PreferDualStack" or "RequireDualStack" or "SingleStack"))
            errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("ipFamilyPolicy"), policy, "PreferDualStack", "RequireDualStack", "SingleStack"));

        if (!Addresses(addresses, old?.ClusterIPs ?? [], path, errors)) return;
        if (addresses.Count > 1 && !IsOneOfEach(addresses)) errors.Add(FieldError.Invalid(path, Listed(addresses), "may specify no more than one IP for each IP family"));
        if (now.IsHeadless) return;
        for (var i = 0; i < addresses.Count && i < now.Families.Count; i++)
        {
            if (Known.Contains(now.Families[i]) && IsSix(addresses[i]) != (now.Families[i] == "IPv6"))
                errors.Add(FieldError.Invalid(path.Index(i), addresses[i], $"expected an {now.Families[i]} value as indicated by `ipFamilies[{i}]`"));
        }
    }

    private static void Families(IReadOnlyList<string> families, ErrorList errors)
    {
        for (var i = 0; i < families.Count; i++)
        {
            var at = FieldPath.Spec.Child("ipFamilies").Index(i);
            if (!Known.Contains(families[i])) errors.Add(FieldError.NotSupported(at, families[i], Known));
            if (families.Take(i).Contains(families[i])) errors.Add(FieldError.Duplicate(at, new JsonString(families[i])));
        }
    }

    // False if an address is none: what is said about the others then would lead astray.
    private static bool Addresses(IReadOnlyList<string> addresses, IReadOnlyList<string> known, FieldPath path, ErrorList errors)
    {
        var fine = true;
        for (var i = 0; i < addresses.Count; i++)
        {
            if (i == 0 && addresses[i] == ServiceFields.Headless)
            {
                if (addresses.Count == 1) continue;
                fine = false;
                errors.Add(FieldError.Invalid(path, Listed(addresses), "'None' must be the first and only value"));
                continue;
            }

            if (known.Contains(addresses[i]) || StringValidators.Ip(addresses[i]) is not { Length: > 0 } faults) continue;
            fine = false;
            errors.AddInvalid(path.Index(i), addresses[i], faults);
        }

        if (addresses.Count > 2) errors.Add(FieldError.Invalid(path, Listed(addresses), "may only hold up to 2 values"));
        return fine;
    }

    private static bool IsOneOfEach(IReadOnlyList<string> addresses) => addresses.Any(IsSix) && !addresses.All(IsSix);

    private static bool IsSix(string address) => address.Contains(':', StringComparison.Ordinal);

    private static JsonArray Listed(IReadOnlyList<string> addresses) => JsonArray.OfStrings(addresses);
}
