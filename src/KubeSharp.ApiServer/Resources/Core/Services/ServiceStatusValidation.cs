using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Checks of where a load balancer is reached, of services and of ingresses.</summary>
internal static class ServiceStatusValidation
{
    public static void Check(JsonObject service, JsonObject old, ErrorList errors)
    {
        var path = FieldPath.Status.Child("loadBalancer", "ingress");
        var ingress = service.FindArray("status", "loadBalancer", "ingress");
        if (ingress is not { Count: > 0 }) return;
        if (service.FindString("spec", "type") != "LoadBalancer")
        {
            errors.Add(FieldError.Forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"));
            return;
        }

        Ingress(ingress, old.FindArray("status", "loadBalancer", "ingress"), path, true, errors);
    }

    public static void Ingress(JsonArray? ingress, JsonArray? old, FieldPath path, bool modes, ErrorList errors)
    {
        // Addresses that are there already were fine by the rules of their time.
        var known = old.Items().Select(item => item.Item.GetString("ip") ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var (index, item) in ingress.Items())
        {
            var at = path.Index(index);
            var (ip, host, mode) = (item.GetString("ip") ?? "", item.GetString("hostname") ?? "", item.GetString("ipMode"));
            if (ip.Length > 0 && !known.Contains(ip)) errors.AddInvalid(at.Child("ip"), ip, StringValidators.Ip(ip));
            if (modes && mode is not null && ip.Length == 0) errors.Add(FieldError.Forbidden(at.Child("ipMode"), "may not be specified when `ip` is not set"));
            else if (modes) errors.OneOf(at.Child("ipMode"), mode, "Proxy", "VIP");
            if (host.Length == 0) continue;
            errors.AddInvalid(at.Child("hostname"), host, StringValidators.Dns1123Subdomain(host));
            if (StringValidators.TryParseIp(host, out _, out _)) errors.Add(FieldError.Invalid(at.Child("hostname"), host, "must be a DNS name, not an IP address"));
        }
    }
}
