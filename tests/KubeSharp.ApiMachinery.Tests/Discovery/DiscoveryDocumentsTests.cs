using KubeSharp.ApiMachinery.Discovery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Discovery;

public sealed class DiscoveryDocumentsTests
{
    private static readonly IReadOnlyList<GroupVersionDefinition> Versions = DiscoveryOrder.Sort(SchemaRegistry.Kubernetes.Versions);

    [Fact]
    public void Roots_are_those_of_the_real_server()
    {
        Same("api.json", DiscoveryDocuments.CoreVersions("HOST:PORT"));
        Same("apis.json", DiscoveryDocuments.Groups(Versions));
    }

    [Fact]
    public void Groups_and_resources_are_those_of_the_real_server()
    {
        foreach (var version in Versions)
        {
            if (version.Group.Length == 0)
            {
                Same("api/v1.json", DiscoveryDocuments.Resources(version));
                continue;
            }

            Same($"apis/{version.Group}.json", DiscoveryDocuments.Group(version.Group, Versions)!);
            Same($"apis/{version.ApiVersion}.json", DiscoveryDocuments.Resources(version));
        }

        Assert.Null(DiscoveryDocuments.Group("no.such", Versions));
    }

    [Fact]
    public void Aggregated_documents_are_those_of_the_real_server()
    {
        Same("api-aggregated.json", DiscoveryDocuments.Aggregated(Versions, core: true));
        Same("apis-aggregated.json", DiscoveryDocuments.Aggregated(Versions, core: false));
    }

    [Fact]
    public void Versions_are_ordered_by_stability_and_number()
    {
        string[] sorted = ["v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"];
        var shuffled = sorted.Order(StringComparer.Ordinal).ToList();
        shuffled.Sort((a, b) => DiscoveryOrder.CompareVersions(b, a));
        Assert.Equal(sorted, shuffled);
    }

    private static void Same(string recorded, byte[] document)
    {
        var expected = JsonParser.Parse(File.ReadAllBytes(SharedData.Require("kubernetes-1.36/discovery/" + recorded)));
        Assert.Null(JsonDifference.Find(expected, JsonParser.Parse(document), recorded));
    }
}
