using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;

namespace KubeSharp.ApiServer.Tests.Resources.Core.PodTemplates;

/// <summary>What a pod means where it says nothing.</summary>
public sealed class PodSpecDefaultsTests
{
    [Theory]
    [InlineData("i", "Always")]
    [InlineData("i:latest", "Always")]
    [InlineData("i:1", "IfNotPresent")]
    [InlineData("host:5000/i", "Always")]
    [InlineData("i@sha256:0", "IfNotPresent")]
    public void ImagesThatMayChangeArePulledAlways(string image, string policy) => Assert.Equal(policy, ContainerDefaults.PullPolicy(image));

    [Theory]
    [InlineData("100u", "1m")]
    [InlineData("1500u", "2m")]
    [InlineData("1n", "1m")]
    [InlineData("500m", "500m")]
    [InlineData("1Ei", "1Ei")]
    public void AmountsAreRoundedUpToTheThousandth(string written, string kept)
    {
        var amounts = new JsonObject { { "cpu", written } };
        ResourceRounding.RoundUp(amounts);
        Assert.Equal(kept, amounts.GetString("cpu"));
    }

    [Fact]
    public void APodOnTheHostsNetworkHasThePortsOfTheHost()
    {
        var pod = PodUnderTest.WithSpec("hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80}]}]");
        Assert.Equal(80, ((JsonObject)pod.FindArray("spec", "containers")![0].FindArray("ports")![0]).GetInt64("hostPort"));
        var template = new JsonObject { { "spec", pod.GetObject("spec")!.Clone() } };
        ((JsonObject)template.FindArray("spec", "containers")![0].FindArray("ports")![0]).Remove("hostPort");
        PodSpecDefaults.ApplyToTemplate(template);
        Assert.Null(template.FindArray("spec", "containers")![0].FindArray("ports")![0].Find("hostPort"));
    }

    [Fact]
    public void ANegativeGracePeriodOfAPodIsOne() => Assert.Equal(1, PodUnderTest.WithSpec("terminationGracePeriodSeconds: -5").GetObject("spec")!.GetInt64("terminationGracePeriodSeconds"));

    [Fact]
    public void AVolumeThatSaysNothingIsAnEmptyFolder() => Assert.NotNull(PodUnderTest.WithSpec("volumes: [{name: v}]").FindArray("spec", "volumes")![0].FindObject("emptyDir"));

    [Fact]
    public void FieldsOfFeaturesThatAreOffAreThrownAway()
    {
        var spec = PodUnderTest.WithSpec(
            "containers: [{name: c, image: i, lifecycle: {stopSignal: SIGUSR1}}, {name: d, image: i, lifecycle: {stopSignal: SIGUSR1, preStop: {sleep: {seconds: 1}}}}], "
            + "volumes: [{name: v, projected: {sources: [{clusterTrustBundle: {path: a}}]}}]").GetObject("spec")!;
        DisabledFields.Drop(spec);
        Assert.Null(spec.GetArray("containers")![0].Find("lifecycle"));
        Assert.Equal("""{"preStop":{"sleep":{"seconds":1}}}""", spec.GetArray("containers")![1].Find("lifecycle")!.ToString());
        Assert.Equal("[{}]", spec.GetArray("volumes")![0].Find("projected", "sources")!.ToString());
    }
}
