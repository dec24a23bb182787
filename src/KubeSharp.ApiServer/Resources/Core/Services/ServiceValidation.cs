using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Checks of services.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/</remarks>
internal static class ServiceValidation
{
    private const int MaxAffinitySeconds = 86400;

    public static void Check(JsonObject service, ErrorList errors)
    {
        var spec = service.GetObject("spec") ?? new JsonObject();
        var type = spec.GetString("type") ?? "";
        var headless = spec.GetArray("clusterIPs") is [JsonString { Value: "None" }, ..] || spec.GetString("clusterIP") == "None";
        ServicePortValidation.Check(spec, headless, errors);
        switch (type)
        {
            case "LoadBalancer" or "NodePort" when headless:
                errors.Add(FieldError.Invalid(FieldPath.Spec.Child("clusterIPs").Index(0), "None", $"may not be set to 'None' for {type} services"));
                break;
            case "ExternalName":
                if (spec.GetArray("clusterIPs") is { Count: > 0 } || !string.IsNullOrEmpty(spec.GetString("clusterIP")))
                    errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("clusterIPs"), "may not be set for ExternalName services"));
                errors.RequiredText(FieldPath.Spec.Child("externalName"), spec.GetString("externalName")?.TrimEnd('.'), StringValidators.Dns1123Subdomain);
                break;
        }

        ObjectMetaValidator.ValidateLabels(spec.GetObject("selector"), FieldPath.Spec.Child("selector"), errors);
        Affinity(spec, errors);
        if (type != "ExternalName") Addresses(spec, errors);
        foreach (var (index, address) in spec.GetArray("externalIPs").Texts())
        {
            var at = FieldPath.Spec.Child("externalIPs").Index(index);
            if (StringValidators.Ip(address) is { Length: > 0 } faults) errors.AddInvalid(at, address, faults);
            else Endpoints.EndpointAddresses.Check(address, at, errors);
        }

        errors.OneOf(FieldPath.Spec.Child("type"), type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        Traffic(spec, type, errors);
        LoadBalancer(spec, type, errors);
        errors.OneOf(FieldPath.Spec.Child("trafficDistribution"), spec.GetString("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode");
    }

    public static void CheckUpdate(JsonObject service, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (service.GetObject("spec") ?? new JsonObject(), old.GetObject("spec") ?? new JsonObject());
        if (spec.GetString("type") == "ExternalName" || before.GetString("type") == "ExternalName") return;
        if (before.GetString("clusterIP") is { Length: > 0 } was && spec.GetString("clusterIP") is { Length: > 0 } now && now != was)
        {
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("clusterIPs").Index(0), spec.GetArray("clusterIPs"), "may not change once set"));
        }
    }

    private static void Affinity(JsonObject spec, ErrorList errors)
    {
        if (string.IsNullOrEmpty(spec.GetString("sessionAffinity"))) errors.Add(FieldError.Required(FieldPath.Spec.Child("sessionAffinity")));
        else errors.OneOf(FieldPath.Spec.Child("sessionAffinity"), spec.GetString("sessionAffinity"), "ClientIP", "None");
        if (spec.GetString("sessionAffinity") != "ClientIP") return;
        var seconds = spec.Find("sessionAffinityConfig", "clientIP", "timeoutSeconds") is JsonNumber number && number.TryGetInt64(out var value) ? value : 0;
        if (seconds is <= 0 or > MaxAffinitySeconds)
        {
            errors.Add(FieldError.Invalid(
                FieldPath.Spec.Child("sessionAffinityConfig").Child("clientIP").Child("timeoutSeconds"), seconds, $"must be greater than 0 and less than {MaxAffinitySeconds}"));
        }
    }

    private static void Addresses(JsonObject spec, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("clusterIPs");
        var (one, all) = (spec.GetString("clusterIP") ?? "", spec.GetArray("clusterIPs"));
        if (all is not { Count: > 0 }) return;
        if (one.Length == 0) errors.Add(FieldError.Invalid(path, all, "must be empty when `clusterIP` is not specified"));
        else if ((all[0] as JsonString)?.Value != one) errors.Add(FieldError.Invalid(path, all, "first value must match `clusterIP`"));
        var families = new HashSet<bool>();
        foreach (var (index, address) in all.Texts())
        {
            if (index == 0 && address is "None" or "")
            {
                if (all.Count > 1) errors.Add(FieldError.Invalid(path.Index(index), address, "'None' must be the first and only value"));
                return;
            }

            if (StringValidators.Ip(address) is { Length: > 0 } faults)
            {
                errors.AddInvalid(path.Index(index), address, faults);
                return;
            }

            families.Add(address.Contains(':', StringComparison.Ordinal));
        }

        if (all.Count > 2) errors.Add(FieldError.Invalid(path, all, "may only hold up to 2 values"));
        else if (families.Count < all.Count) errors.Add(FieldError.Invalid(path, all, "may specify no more than one IP for each IP family"));
    }

    private static void Traffic(JsonObject spec, string type, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("externalTrafficPolicy");
        var policy = spec.GetString("externalTrafficPolicy");
        var external = type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.GetArray("externalIPs") is { Count: > 0 });
        if (!string.IsNullOrEmpty(policy))
        {
            if (!external) errors.Add(FieldError.Invalid(path, policy, "may only be set for externally-accessible services"));
            else errors.OneOf(path, policy, "Cluster", "Local");
        }

        var health = spec.GetInt64("healthCheckNodePort") ?? 0;
        if (health < 0) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("healthCheckNodePort"), health, Checks.NonNegativeDetail));
        else if (health > 0 && !(type == "LoadBalancer" && policy == "Local"))
        {
            errors.Add(FieldError.Invalid(
                FieldPath.Spec.Child("healthCheckNodePort"), health, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
        }

        if (type != "ExternalName") errors.OneOf(FieldPath.Spec.Child("internalTrafficPolicy"), spec.GetString("internalTrafficPolicy"), "Cluster", "Local");
    }

    private static void LoadBalancer(JsonObject spec, string type, ErrorList errors)
    {
        const string Only = "may only be used when `type` is 'LoadBalancer'";
        // The path has a capital letter upstream.
        var ranges = FieldPath.Spec.Child("LoadBalancerSourceRanges");
        if (spec.GetArray("loadBalancerSourceRanges") is { Count: > 0 } sources)
        {
            if (type != "LoadBalancer") errors.Add(FieldError.Forbidden(ranges, Only));
            else foreach (var (index, source) in sources.Texts()) errors.AddInvalid(ranges.Index(index), source, StringValidators.Cidr(source.Trim()));
        }

        if (type != "LoadBalancer" && spec.Contains("allocateLoadBalancerNodePorts")) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("allocateLoadBalancerNodePorts"), Only));
        if (type == "LoadBalancer" && spec.GetBool("allocateLoadBalancerNodePorts") is null) errors.Add(FieldError.Required(FieldPath.Spec.Child("allocateLoadBalancerNodePorts")));
        if (spec.GetString("loadBalancerClass") is not { } name) return;
        if (type != "LoadBalancer") errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("loadBalancerClass"), Only));
        else errors.AddInvalid(FieldPath.Spec.Child("loadBalancerClass"), name, StringValidators.QualifiedName(name));
    }
}
