using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>What a writer of a service is told although nothing is forbidden about it.</summary>
internal static class ServiceWarnings
{
    public static void Add(JsonObject service, Action<string> warn)
    {
        var spec = service.GetObject("spec") ?? [];
        var fields = new ServiceFields(spec);
        if (new Metadata(service).Annotation(ServiceValidation.TopologyHints) is not null)
            warn($"annotation {ServiceValidation.TopologyHints} is deprecated, please use {ServiceValidation.TopologyMode} instead");
        if (fields.ClusterIP is not ("" or ServiceFields.Headless)) Addresses(spec, "clusterIPs", warn);
        if (fields.IsHeadless)
        {
            if (spec.GetString("loadBalancerIP") is { Length: > 0 }) warn("spec.loadBalancerIP is ignored for headless services");
            if (spec.GetArray("externalIPs") is { Count: > 0 }) warn("spec.externalIPs is ignored for headless services");
            if (spec.GetString("sessionAffinity") != "None") warn("spec.SessionAffinity is ignored for headless services");
        }

        Addresses(spec, "externalIPs", warn);
        if (spec.GetArray("externalIPs") is { Count: > 0 } && !fields.IsHeadless && !fields.IsExternalName)
            warn("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        if (spec.GetString("loadBalancerIP") is { Length: > 0 } balancer) AddressWarnings.Ip(FieldPath.Spec.Child("loadBalancerIP"), balancer, warn);
        foreach (var (index, range) in spec.GetArray("loadBalancerSourceRanges").Texts())
            AddressWarnings.Cidr(FieldPath.Spec.Child("loadBalancerSourceRanges").Index(index), range, warn);
        if (fields.IsExternalName && spec.GetArray("externalIPs") is { Count: > 0 }) warn("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        if (!fields.IsExternalName && spec.GetString("externalName") is { Length: > 0 }) warn("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        if (spec.GetString("trafficDistribution") == "PreferClose") warn("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }

    private static void Addresses(JsonObject spec, string name, Action<string> warn)
    {
        foreach (var (index, address) in spec.GetArray(name).Texts()) AddressWarnings.Ip(FieldPath.Spec.Child(name).Index(index), address, warn);
    }
}
