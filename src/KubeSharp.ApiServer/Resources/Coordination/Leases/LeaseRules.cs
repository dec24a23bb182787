using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Coordination.Leases;

/// <summary>What leases may say (https://kubernetes.io/docs/concepts/architecture/leases/).</summary>
internal static class LeaseRules
{
    public static void Check(JsonObject lease, ErrorList errors)
    {
        if (lease.GetObject("spec") is not { } spec) return;
        var path = FieldPath.Spec;
        if (spec.GetInt64("leaseDurationSeconds") is <= 0 and var seconds)
            errors.Add(FieldError.Invalid(path.Child("leaseDurationSeconds"), seconds, "must be greater than 0"));
        if (spec.GetInt64("leaseTransitions") is < 0 and var transitions)
            errors.Add(FieldError.Invalid(path.Child("leaseTransitions"), transitions, "must be greater than or equal to 0"));
    }
}
