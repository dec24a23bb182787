using KubeSharp.ApiMachinery.Json;
using KubeSharp.Kubelet.Status;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Tests.Status;

public sealed class StatusPatchTests
{
    [Fact]
    public void Addresses_replace_those_there_are()
    {
        var patch = Build(new PodStatus { PodIPs = [new PodIP { Ip = "10.0.0.2" }] }, new PodStatus { PodIPs = [new PodIP { Ip = "10.0.0.1" }] });
        Assert.Equal("""[{"$patch":"replace"},{"ip":"10.0.0.2"}]""", patch.FindArray("status", "podIPs")!.ToString());
    }

    [Fact]
    public void Addresses_that_are_new_have_nothing_to_replace()
    {
        var patch = Build(new PodStatus { PodIPs = [new PodIP { Ip = "10.0.0.2" }] }, new PodStatus());
        Assert.Equal("""[{"ip":"10.0.0.2"}]""", patch.FindArray("status", "podIPs")!.ToString());
    }

    [Fact]
    public void What_is_no_longer_so_is_taken_away() =>
        Assert.True(Build(new PodStatus(), new PodStatus { Reason = "Evicted" }).GetObject("status")!["reason"]!.IsNull);

    private static JsonObject Build(PodStatus wanted, PodStatus there) =>
        JsonParser.ParseObject(StatusPatch.Build("u", wanted, there).Body.Span);
}
