using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Checks of changes of services: addresses and families may be added and taken away at their end, the class of a load balancer stays.</summary>
internal static class ServiceUpdateValidation
{
    private const string Once = "may not change once set";

    public static void Check(JsonObject service, JsonObject old, ErrorList errors)
    {
        var (now, before) = (new ServiceFields(service.GetObject("spec") ?? []), new ServiceFields(old.GetObject("spec") ?? []));
        if (!now.IsExternalName && !before.IsExternalName)
        {
            if (!now.IsHeadless || !before.IsHeadless) Addresses(now, before, errors);
            if (!now.IsHeadless && !before.IsHeadless) Families(now, before, errors);
        }

        var path = FieldPath.Spec.Child("loadBalancerClass");
        if (now.Type == "LoadBalancer" && before.Type == "LoadBalancer" && !JsonValue.DeepEquals(now.Json["loadBalancerClass"], before.Json["loadBalancerClass"]))
            errors.Add(FieldError.Invalid(path, now.Json["loadBalancerClass"], Once));
        // Once here and once with all that is not about the change, as upstream has it.
        ServiceValidation.BalancerClass(now, errors);
        if (now.NeedsHealthCheck && before.NeedsHealthCheck && now.HealthCheckNodePort != before.HealthCheckNodePort)
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("healthCheckNodePort"), "field is immutable"));
    }

    private static void Addresses(ServiceFields now, ServiceFields old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("clusterIPs");
        var (list, was) = (now.ClusterIPs, old.ClusterIPs);
        var shown = Shown(now, "clusterIPs");
        if (list.Count == was.Count)
        {
            for (var i = 0; i < was.Count; i++)
            {
                if (list[i] != was[i]) errors.Add(FieldError.Invalid(path.Index(i), shown, Once));
            }

            return;
        }

        if (list.Count < was.Count && list.Count == 0) errors.Add(FieldError.Invalid(path.Index(0), shown, "primary clusterIP can not be unset"));
        if (list.Count > 0 && was.Count > 0 && list[0] != was[0]) errors.Add(FieldError.Invalid(path.Index(0), shown, Once));
        if (list.Count < was.Count && list.Count == 1 && now.Policy != "SingleStack")
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("ipFamilyPolicy"), now.Json["ipFamilyPolicy"], "must be set to 'SingleStack' when releasing the secondary clusterIP"));
    }

    private static void Families(ServiceFields now, ServiceFields old, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("ipFamilies").Index(0);
        var (list, was) = (now.Families, old.Families);
        if (list.Count == was.Count)
        {
            for (var i = 0; i < was.Count; i++)
            {
                if (list[i] != was[i]) errors.Add(FieldError.Invalid(path, Shown(now, "ipFamilies"), Once));
            }

            return;
        }

        if (list.Count < was.Count && now.ClusterIPs.Count == 0) errors.Add(FieldError.Invalid(path, Shown(now, "ipFamilies"), "primary ipFamily can not be unset"));
        // The addresses are shown here, not the families: so does upstream.
        if (list.Count > 0 && was.Count > 0 && list[0] != was[0]) errors.Add(FieldError.Invalid(path, Shown(now, "clusterIPs"), Once));
        if (list.Count < was.Count && list.Count == 1 && now.Policy != "SingleStack")
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("ipFamilyPolicy"), now.Json["ipFamilyPolicy"], "must be set to 'SingleStack' when releasing the secondary ipFamily"));
    }

    private static JsonValue? Shown(ServiceFields service, string name) => service.Json[name];
}
