using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>How the devices fare that a container was given, as the status says: only those that it asked for, each once.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/#device-plugin-and-unhealthy-devices</remarks>
internal static class ContainerDeviceRules
{
    private const string Field = "allocatedResourcesStatus";
    private const string Claim = "claim:";

    public static void Check(FieldCheck status, JsonObject spec)
    {
        foreach (var (list, containers) in ((string, string)[])[("containerStatuses", "containers"), ("initContainerStatuses", "initContainers")])
        {
            foreach (var container in status.Items(list))
            {
                var name = container.Text("name");
                var asked = (spec.GetArray(containers) ?? []).FirstOrDefault(item => item.FindString("name") == name) as JsonObject;
                foreach (var resource in container.Items(Field)) Resource(resource, asked);
            }
        }

        foreach (var container in status.Items("ephemeralContainerStatuses"))
        {
            if (container.Items(Field).Count > 0) container.Forbid(Field, "must not be specified in container status");
        }
    }

    // A status may come when its container is gone from the specification, or not yet known in it.
    private static void Resource(FieldCheck resource, JsonObject? container)
    {
        var name = resource.Text("name");
        if (container is not null && !IsAsked(name, container))
        {
            resource.Errors.Add(FieldError.Invalid(resource.At("name"), name, name.StartsWith(Claim, StringComparison.Ordinal)
                ? "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
                : "must match one of the container's resource requests"));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in resource.Items("resources"))
        {
            if (device.Text("health") is not ("Healthy" or "Unhealthy" or "Unknown"))
                device.Errors.Add(FieldError.NotSupported(device.At("health"), device.Text("health"), "Healthy", "Unhealthy", "Unknown"));
            if (!seen.Add(device.Text("resourceID"))) device.Errors.Add(FieldError.Duplicate(device.At("resourceID"), device.Text("resourceID")));
        }
    }

    private static bool IsAsked(string name, JsonObject container)
    {
        if (!name.StartsWith(Claim, StringComparison.Ordinal)) return container.FindObject("resources", "requests")?.Contains(name) == true;
        foreach (var claim in container.FindArray("resources", "claims") ?? [])
        {
            var request = claim.FindString("request");
            if (name == Claim + claim.FindString("name") + (string.IsNullOrEmpty(request) ? "" : "/" + request)) return true;
        }

        return false;
    }
}
