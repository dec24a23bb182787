using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Gives one service the addresses and ports that it needs and does not have.</summary>
internal sealed class ServiceAllocation(ServiceAddresses addresses, string owner, bool dryRun)
{
    public void Allocate(JsonObject spec, ErrorList errors)
    {
        var type = spec.GetString("type");
        if (type != "ExternalName" && spec.GetString("clusterIP") != "None") Address(spec, errors);
        if (type == "NodePort" || (type == "LoadBalancer" && spec.GetBool("allocateLoadBalancerNodePorts") != false)) Ports(spec, errors);
        if (type == "LoadBalancer" && spec.GetString("externalTrafficPolicy") == "Local" && (spec.GetInt64("healthCheckNodePort") ?? 0) == 0
            && addresses.TakePort(owner, "TCP") is { } health)
        {
            spec.Set("healthCheckNodePort", health);
        }
    }

    private void Address(JsonObject spec, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("clusterIPs");
        if (spec.GetString("clusterIP") is not { Length: > 0 } wanted)
        {
            if (addresses.TakeAddress(owner) is not { } free)
            {
                errors.Add(FieldError.InternalError(FieldPath.Spec.Child("clusterIP"), "failed to allocate a serviceIP: range is full"));
                return;
            }

            spec.Set("clusterIP", new JsonString(free));
            spec.Set("clusterIPs", new JsonArray { new JsonString(free) });
            return;
        }

        if (spec.GetArray("clusterIPs") is not { Count: > 0 }) spec.Set("clusterIPs", new JsonArray { new JsonString(wanted) });
        if (!addresses.Contains(wanted))
        {
            errors.Add(FieldError.Invalid(path, spec.GetArray("clusterIPs"), $"failed to allocate IP {wanted}: the provided network does not match the current range"));
        }
        else if (!addresses.TryTake(wanted, owner) && !dryRun)
        {
            errors.Add(FieldError.Invalid(path, spec.GetArray("clusterIPs"), $"failed to allocate IP {wanted}: provided IP is already allocated"));
        }
    }

    private void Ports(JsonObject spec, ErrorList errors)
    {
        var ports = spec.GetArray("ports") ?? [];
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i] is not JsonObject port) continue;
            var protocol = port.GetString("protocol") ?? "TCP";
            var path = FieldPath.Spec.Child("ports").Index(i).Child("nodePort");
            if ((port.GetInt64("nodePort") ?? 0) is var wanted && wanted == 0)
            {
                // The same port number under another protocol shares its node port, if it can.
                var sibling = Sibling(ports, i);
                if (sibling is { } same && addresses.TryTake(ServiceAddresses.PortKey(protocol, same), owner)) port.Set("nodePort", same);
                else if (addresses.TakePort(owner, protocol) is { } free) port.Set("nodePort", free);
                else errors.Add(FieldError.InternalError(path, "failed to allocate a nodePort: range is full"));
            }
            else if (!addresses.ContainsPort(wanted))
            {
                errors.Add(FieldError.Invalid(path, wanted, $"provided port is not in the valid range. The range of valid ports is {addresses.PortRange}"));
            }
            else if (!own.Add(ServiceAddresses.PortKey(protocol, wanted)) || (!addresses.TryTake(ServiceAddresses.PortKey(protocol, wanted), owner) && !dryRun))
            {
                errors.Add(FieldError.Invalid(path, wanted, "provided port is already allocated"));
            }
        }
    }

    private static long? Sibling(JsonArray ports, int index)
    {
        var number = (ports[index] as JsonObject)?.GetInt64("port");
        for (var i = 0; i < index; i++)
        {
            if (ports[i] is JsonObject other && other.GetInt64("port") == number && other.GetInt64("nodePort") is > 0 and var found) return found;
        }

        return null;
    }
}
