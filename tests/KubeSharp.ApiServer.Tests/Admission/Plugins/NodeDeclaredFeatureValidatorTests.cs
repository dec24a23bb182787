using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission.Plugins;

public sealed class NodeDeclaredFeatureValidatorTests
{
    private const string Forbidden = "pods \"p\" is forbidden: ";

    [Theory]
    [InlineData("able", "Guaranteed", "1", "2", null)]
    [InlineData("plain", "Guaranteed", "1", "2", Forbidden + "pod update requires features GuaranteedQoSPodCPUResize which are not available on node \"plain\"")]
    [InlineData("plain", "Guaranteed", "1", "1000m", null)]
    [InlineData("plain", "Burstable", "1", "2", null)]
    [InlineData("gone", "Guaranteed", "1", "2", Forbidden + "node \"gone\" not found")]
    [InlineData("", "Guaranteed", "1", "2", null)]
    public async Task Processors_of_guaranteed_pods_change_where_the_node_can_follow(string node, string qos, string before, string after, string? refusal) =>
        Assert.Equal(refusal, await AskAsync(Pod(node, qos, before, "{}"), Pod(node, qos, after, "{}")));

    [Theory]
    [InlineData("able", """{"limits":{"cpu":"2"}}""", null)]
    [InlineData("plain", """{"limits":{"cpu":"2"}}""", Forbidden + "pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node \"plain\"")]
    [InlineData("plain", """{"limits":{"cpu":"1"}}""", null)]
    public async Task Resources_of_the_whole_pod_change_where_the_node_can_follow(string node, string resources, string? refusal) =>
        Assert.Equal(refusal, await AskAsync(Pod(node, "Burstable", "1", """{"limits":{"cpu":"1"}}"""), Pod(node, "Burstable", "1", resources)));

    private static async Task<string?> AskAsync(string old, string pod)
    {
        var nodes = new FakeObjects()
            .Set("", "nodes", """{"metadata":{"name":"able"},"status":{"declaredFeatures":["GuaranteedQoSPodCPUResize","InPlacePodLevelResourcesVerticalScaling"]}}""")
            .Set("", "nodes", """{"metadata":{"name":"plain"}}""");
        return (await new NodeDeclaredFeatureValidator(nodes).ValidateAsync(Asking.About("pods", pod, old, "resize"), default))?.Message;
    }

    private static string Pod(string node, string qos, string cpu, string resources) =>
        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"nodeName\":\"" + node + "\",\"resources\":" + resources
        + ",\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"" + cpu + "\"}}}]},\"status\":{\"qosClass\":\"" + qos + "\"}}";
}
