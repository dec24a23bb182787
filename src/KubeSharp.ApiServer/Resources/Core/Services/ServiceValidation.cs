using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Checks of services, in upstream's order.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/service/</remarks>
internal static class ServiceValidation
{
    /// <summary>The old spelling of <see cref="TopologyMode"/>.</summary>
    public const string TopologyHints = "service.kubernetes.io/topology-aware-hints";

    public const string TopologyMode = "service.kubernetes.io/topology-mode";

    private const string SourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private const string BalancerOnly = "may only be used when `type` is 'LoadBalancer'";
    private const int MaxAffinitySeconds = 86400;

    /// <param name="service">The service.</param>
    /// <param name="old">The service as it is: addresses that it has already are not looked at again; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject service, JsonObject? old, ErrorList errors)
    {
        var spec = service.GetObject("spec") ?? new JsonObject();
        var fields = new ServiceFields(spec);
        Annotations(new Metadata(service), errors);
        if (spec.GetArray("ports") is not { Count: > 0 } && !fields.IsHeadless && !fields.IsExternalName) errors.Add(FieldError.Required(FieldPath.Spec.Child("ports")));
        ByType(fields, errors);
        ServicePortValidation.Check(spec, errors);
        ObjectMetaValidator.ValidateLabels(spec.GetObject("selector"), FieldPath.Spec.Child("selector"), errors);
        Affinity(spec, errors);
        ServiceAddressValidation.Check(fields, old?.GetObject("spec") is { } before ? new ServiceFields(before) : null, errors);
        ExternalIPs(spec, old, errors);
        if (fields.Type.Length == 0) errors.Add(FieldError.Required(FieldPath.Spec.Child("type")));
        else errors.OneOf(FieldPath.Spec.Child("type"), fields.Type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ServicePortValidation.NodePorts(spec, fields.Type, errors);
        SourceRanges(service, spec, fields.Type, old, errors);
        if (fields.Type != "LoadBalancer" && spec.Contains("allocateLoadBalancerNodePorts"))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("allocateLoadBalancerNodePorts"), BalancerOnly));
        // Upstream forgets the start of this path.
        if (fields.Type == "LoadBalancer" && spec.GetBool("allocateLoadBalancerNodePorts") is null) errors.Add(FieldError.Required(FieldPath.Of("allocateLoadBalancerNodePorts")));
        BalancerClass(fields, errors);
        Traffic(fields, errors);
        errors.OneOf(FieldPath.Spec.Child("trafficDistribution"), spec.GetString("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode");
    }

    public static void BalancerClass(ServiceFields fields, ErrorList errors)
    {
        if (fields.Json.GetString("loadBalancerClass") is not { } name) return;
        var path = FieldPath.Spec.Child("loadBalancerClass");
        if (fields.Type != "LoadBalancer") errors.Add(FieldError.Forbidden(path, BalancerOnly));
        else errors.AddInvalid(path, name, StringValidators.QualifiedName(name));
    }

    private static void Annotations(Metadata metadata, ErrorList errors)
    {
        if (metadata.Annotation(TopologyMode) is not { } mode || metadata.Annotation(TopologyHints) is not { } hints || mode == hints) return;
        errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("annotations").Key(TopologyMode), mode, $"must match annotations[{TopologyHints}] when both are specified"));
    }

    private static void ByType(ServiceFields fields, ErrorList errors)
    {
        if (fields.NeedsNodePorts && fields.IsHeadless)
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("clusterIPs").Index(0), "None", $"may not be set to 'None' for {fields.Type} services"));
        if (!fields.IsExternalName) return;
        const string None = "may not be set for ExternalName services";
        if (fields.ClusterIPs.Count > 0) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("clusterIPs"), None));
        if (fields.Families.Count > 0) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("ipFamilies"), None));
        if (fields.Policy is not null) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("ipFamilyPolicy"), None));
        var name = fields.Json.GetString("externalName") ?? "";
        // One dot at the end says that the name is complete.
        if (name.EndsWith('.')) name = name[..^1];
        errors.RequiredText(FieldPath.Spec.Child("externalName"), name, StringValidators.Dns1123Subdomain);
    }

    private static void Affinity(JsonObject spec, ErrorList errors)
    {
        var affinity = spec.GetString("sessionAffinity") ?? "";
        if (affinity.Length == 0) errors.Add(FieldError.Required(FieldPath.Spec.Child("sessionAffinity")));
        else errors.OneOf(FieldPath.Spec.Child("sessionAffinity"), affinity, "ClientIP", "None");
        var path = FieldPath.Spec.Child("sessionAffinityConfig");
        if (affinity == "None" && spec.GetObject("sessionAffinityConfig") is not null)
            errors.Add(FieldError.Forbidden(path, "must not be set when session affinity is None"));
        if (affinity != "ClientIP") return;
        if (spec.GetObject("sessionAffinityConfig") is not { } config)
        {
            errors.Add(FieldError.Required(path, "when session affinity type is ClientIP"));
            return;
        }

        if (config.GetObject("clientIP") is not { } client)
        {
            errors.Add(FieldError.Required(path.Child("clientIP"), "when session affinity type is ClientIP"));
            return;
        }

        if (client.GetInt64("timeoutSeconds") is not { } seconds)
            errors.Add(FieldError.Required(path.Child("clientIP", "timeoutSeconds"), "when session affinity type is ClientIP"));
        else if (seconds is <= 0 or > MaxAffinitySeconds)
            errors.Add(FieldError.Invalid(path.Child("clientIP", "timeoutSeconds"), seconds, $"must be greater than 0 and less than {MaxAffinitySeconds}"));
    }

    private static void ExternalIPs(JsonObject spec, JsonObject? old, ErrorList errors)
    {
        var known = old?.FindArray("spec", "externalIPs").Texts().Select(item => item.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, address) in spec.GetArray("externalIPs").Texts())
        {
            var at = FieldPath.Spec.Child("externalIPs").Index(index);
            if (known?.Contains(address) != true && StringValidators.Ip(address) is { Length: > 0 } faults) errors.AddInvalid(at, address, faults);
            else Endpoints.EndpointAddresses.Check(address, at, errors);
        }
    }

    private static void SourceRanges(JsonObject service, JsonObject spec, string type, JsonObject? old, ErrorList errors)
    {
        if (spec.GetArray("loadBalancerSourceRanges") is { Count: > 0 } sources)
        {
            // The path has a capital letter upstream.
            var path = FieldPath.Spec.Child("LoadBalancerSourceRanges");
            if (type != "LoadBalancer") errors.Add(FieldError.Forbidden(path, BalancerOnly));
            var known = old?.FindArray("spec", "loadBalancerSourceRanges").Texts().Select(item => item.Text.Trim()).ToHashSet(StringComparer.Ordinal);
            foreach (var (index, text) in sources.Texts())
            {
                var range = text.Trim();
                if (known?.Contains(range) != true) errors.AddInvalid(path.Index(index), range, StringValidators.Cidr(range));
            }

            return;
        }

        if (new Metadata(service).Annotation(SourceRangesAnnotation) is not { } annotation) return;
        var at = FieldPath.Metadata.Child("annotations").Key(SourceRangesAnnotation);
        if (type != "LoadBalancer") errors.Add(FieldError.Forbidden(at, BalancerOnly));
        if (annotation.Trim().Length == 0 || (old is not null && new Metadata(old).Annotation(SourceRangesAnnotation) == annotation)) return;
        foreach (var range in annotation.Trim().Split(',', StringSplitOptions.TrimEntries)) errors.AddInvalid(at, range, StringValidators.Cidr(range));
    }

    private static void Traffic(ServiceFields fields, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("externalTrafficPolicy");
        var policy = fields.ExternalTrafficPolicy;
        if (!fields.IsExternallyAccessible)
        {
            if (policy.Length > 0) errors.Add(FieldError.Invalid(path, policy, "may only be set for externally-accessible services"));
        }
        else if (policy.Length == 0) errors.Add(FieldError.Required(path));
        else errors.OneOf(path, policy, "Cluster", "Local");

        var health = FieldPath.Spec.Child("healthCheckNodePort");
        var port = fields.HealthCheckNodePort;
        if (!fields.NeedsHealthCheck)
        {
            if (port != 0) errors.Add(FieldError.Invalid(health, port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
        }
        else if (port == 0) errors.Add(FieldError.Required(health));
        else foreach (var fault in StringValidators.PortNumber(port)) errors.Add(FieldError.Invalid(health, port, fault));

        var inside = fields.Json.GetString("internalTrafficPolicy");
        if (inside is null && fields.NeedsClusterIP) errors.Add(FieldError.Required(FieldPath.Spec.Child("internalTrafficPolicy")));
        errors.OneOf(FieldPath.Spec.Child("internalTrafficPolicy"), inside, "Cluster", "Local");
    }
}
