using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.Services;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources.Services;

/// <summary>Services and what is wrong or unwise about them.</summary>
public sealed class ServiceRulesTests
{
    private const string Port = "\"ports\":[{\"port\":10250}]";

    [Theory]
    [InlineData("\"type\":\"LoadBalancer\",\"clusterIP\":\"10.0.0.1\",\"clusterIPs\":[\"10.0.0.1\"]", "")]
    [InlineData("\"clusterIP\":\"10.0.0.1\",\"clusterIPs\":[\"::1\"],\"ipFamilies\":[\"IPv4\"]",
        "spec.clusterIPs: Invalid value: [\"::1\"]: first value must match `clusterIP`\nspec.clusterIPs[0]: Invalid value: \"::1\": expected an IPv4 value as indicated by `ipFamilies[0]`")]
    [InlineData("\"clusterIP\":\"::1\",\"clusterIPs\":[\"::1\"],\"ipFamilies\":[\"IPvX\"]", "spec.ipFamilies[0]: Unsupported value: \"IPvX\": supported values: \"IPv4\", \"IPv6\"")]
    public void AServiceIsJudged(string members, string expected) =>
        Assert.Equal(expected, Faults(errors => ServiceValidation.Check(Service(members), null, errors)));

    [Theory]
    [InlineData("\"externalIPs\":[\"1.2.3.4\"]", "spec.externalIPs is deprecated and may no longer be implemented in some clusters")]
    [InlineData("\"clusterIP\":\"None\",\"clusterIPs\":[\"None\"],\"externalIPs\":[\"1.2.3.4\"]", "spec.externalIPs is ignored for headless services")]
    [InlineData("\"type\":\"ExternalName\",\"externalName\":\"a.b\",\"externalIPs\":[\"1.2.3.4\"]", "spec.externalIPs is ignored when spec.type is \"ExternalName\"")]
    [InlineData("\"trafficDistribution\":\"PreferClose\"", "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")]
    public void AWriterIsWarned(string members, string expected)
    {
        var warnings = new List<string>();
        ServiceWarnings.Add(Service(members), warnings.Add);
        Assert.Equal(expected, string.Join('\n', warnings));
    }

    private static JsonObject Service(string members)
    {
        var service = Parse("{\"spec\":{" + Port + "," + members + "}}");
        ServiceDefaults.Apply(service);
        if (service.FindString("spec", "type") == "LoadBalancer") service.GetObject("spec")!.SetDefault("allocateLoadBalancerNodePorts", true);
        return service;
    }
}
