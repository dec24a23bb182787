using System.Net;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Which address families a service has, from what it says, what it was, and what the cluster has.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services</remarks>
internal static class ServiceFamilies
{
    private const string Single = "SingleStack";
    private const string Prefer = "PreferDualStack";
    private const string Require = "RequireDualStack";

    /// <summary>Completes ipFamilyPolicy and ipFamilies, or says why they cannot be completed.</summary>
    /// <param name="now">The service as it is wanted; changed.</param>
    /// <param name="old">The service as it is; null for a new one.</param>
    /// <param name="cluster">The families of the cluster, the default one first.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Complete(ServiceFields now, ServiceFields? old, IReadOnlyList<string> cluster, ErrorList errors)
    {
        if (now.IsExternalName || (old is { } unchanged && StaysPreferred(now, unchanged))) return;
        now.Policy ??= old?.Policy ?? (now.ClusterIP == ServiceFields.Headless && !now.HasSelector ? Require : Single);
        ServiceAddressValidation.Check(now, old, errors);
        if (!errors.IsEmpty) return;

        if (old is { } before) Reduce(now, before, errors);
        if (now.Policy == Single)
        {
            if (now.ClusterIPs.Count == 2) Refuse("must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified");
            if (now.Families.Count == 2) Refuse("must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified");
        }

        Infer(now, cluster, errors);
        if (!errors.IsEmpty) return;
        if (now.ClusterIP == ServiceFields.Headless && !now.HasSelector)
        {
            // Nobody knows what the endpoints of such a service will be: any family may be said, whatever the cluster has.
            if (now.Families.Count == 0) now.Families = [cluster[0]];
            if (now.Families.Count < 2 && now.Policy != Single) now.Families = [now.Families[0], Other(now.Families[0])];
            return;
        }

        if (now.Policy == Require && cluster.Count < 2) Refuse("this cluster is not configured for dual-stack services");
        for (var i = 0; i < now.Families.Count; i++)
        {
            if (!cluster.Contains(now.Families[i])) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("ipFamilies").Index(i), now.Families[i], "not configured on this cluster"));
        }

        if (!errors.IsEmpty) return;
        if (now.Families.Count == 0) now.Families = [cluster[0]];
        if (now.Policy != Single && now.Families.Count == 1 && cluster.Count == 2) now.Families = [now.Families[0], Other(now.Families[0])];

        void Refuse(string why) => errors.Add(FieldError.Invalid(FieldPath.Spec.Child("ipFamilyPolicy"), now.Policy, why));
    }

    /// <summary>
    /// Whether nothing is to be done for a service that prefers two families: it keeps what it has when the cluster gains or loses a family, until somebody
    /// changes its policy, its families or its addresses.
    /// </summary>
    public static bool StaysPreferred(ServiceFields now, ServiceFields old) =>
        now.Type == old.Type && now.Policy == Prefer && old.Policy == Prefer
        && now.ClusterIPs.SequenceEqual(old.ClusterIPs) && now.Families.SequenceEqual(old.Families);

    // To name the policy of one family is to give up the second address; to leave the second out is not.
    private static void Reduce(ServiceFields now, ServiceFields old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("ipFamilyPolicy");
        if (now.Policy == Single)
        {
            if (now.ClusterIPs.Count > 1 && now.ClusterIPs.SequenceEqual(old.ClusterIPs)) now.ClusterIPs = [now.ClusterIPs[0]];
            if (now.Families.Count > 1 && now.Families.SequenceEqual(old.Families)) now.Families = [now.Families[0]];
            return;
        }

        if (now.ClusterIPs.Count > 0 && now.ClusterIPs.Count < old.ClusterIPs.Count)
            errors.Add(FieldError.Invalid(path, now.Policy, "must be 'SingleStack' to release the secondary cluster IP"));
        if (now.Families.Count > 0 && now.Families.Count < old.Families.Count)
            errors.Add(FieldError.Invalid(path, now.Policy, "must be 'SingleStack' to release the secondary IP family"));
    }

    // Addresses say which families they are of.
    private static void Infer(ServiceFields now, IReadOnlyList<string> cluster, ErrorList errors)
    {
        var addresses = now.ClusterIPs;
        for (var i = now.Families.Count; i < addresses.Count; i++)
        {
            if (addresses[i] == ServiceFields.Headless) return;
            var family = FamilyOf(addresses[i]);
            if (cluster.Contains(family)) now.Families = [.. now.Families, family];
            else errors.Add(FieldError.Invalid(FieldPath.Spec.Child("clusterIPs").Index(i), JsonArray.OfStrings(addresses), $"{family} is not configured on this cluster"));
        }
    }

    private static string FamilyOf(string address) => IPAddress.TryParse(address, out var parsed) ? IpRange.FamilyOf(parsed) : "";

    private static string Other(string family) => family == "IPv4" ? "IPv6" : "IPv4";
}
