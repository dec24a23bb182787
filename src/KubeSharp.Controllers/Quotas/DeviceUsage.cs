using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Resource.V1;

namespace KubeSharp.Controllers;

/// <summary>What resource claims count for in quotas: devices by their class. Pure.</summary>
internal static class DeviceUsage
{
    private const string Suffix = ".deviceclass.resource.k8s.io/devices";

    // Who asks for all devices counts for as many as one claim may get.
    private const long MostDevices = 32;

    /// <summary>The amount under a name in a quota; null if the name is about something else.</summary>
    public static Quantity? Of(string name, IReadOnlyList<ResourceClaim> claims)
    {
        if (!name.EndsWith(Suffix, StringComparison.Ordinal)) return null;
        string wanted = name[..^Suffix.Length];
        long total = 0;
        foreach (ResourceClaim claim in claims)
        {
            foreach (DeviceRequest request in claim.Spec.Devices?.Requests ?? [])
            {
                if (request.Exactly is { } exact)
                {
                    total += Count(exact.DeviceClassName, exact.AllocationMode, exact.Count, wanted);
                    continue;
                }

                // Of alternatives only one is taken: the most that any of them asks for.
                long most = 0;
                foreach (DeviceSubRequest choice in request.FirstAvailable ?? []) most = Math.Max(most, Count(choice.DeviceClassName, choice.AllocationMode, choice.Count, wanted));
                total += most;
            }
        }

        return new Quantity(total);
    }

    private static long Count(string? deviceClass, string? mode, long? count, string wanted) =>
        deviceClass != wanted ? 0 : mode == "All" ? MostDevices : count ?? 1;
}
