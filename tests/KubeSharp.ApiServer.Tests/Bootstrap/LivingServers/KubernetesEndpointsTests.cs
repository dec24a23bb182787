using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Bootstrap.LivingServers;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

public sealed class KubernetesEndpointsTests
{
    private const string Good =
        """{"metadata":{"labels":{"endpointslice.kubernetes.io/skip-mirror":"true"}},"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"1.1.1.2"}],"ports":[{"name":"https","port":6443,"protocol":"TCP"}]}]}""";

    private const string GoodSlice =
        """{"metadata":{"labels":{"kubernetes.io/service-name":"kubernetes"}},"addressType":"IPv4","endpoints":[{"addresses":["1.1.1.1"],"conditions":{"ready":true}},{"addresses":["1.1.1.2"],"conditions":{"ready":true}}],"ports":[{"name":"https","port":6443,"protocol":"TCP"}]}""";

    private static readonly string[] Both = ["1.1.1.1", "1.1.1.2"];

    [Fact]
    public void What_is_right_is_not_written()
    {
        Assert.Null(KubernetesEndpoints.Endpoints(Parse(Good), Both, 6443, fixPort: true));
        Assert.Null(KubernetesEndpoints.Slice(Parse(GoodSlice), Both, six: false, 6443, fixPort: true));
    }

    [Fact]
    public void What_is_missing_is_made()
    {
        var endpoints = KubernetesEndpoints.Endpoints(null, Both, 6443, fixPort: false)!;
        Assert.Null(KubernetesEndpoints.Endpoints(endpoints, Both, 6443, fixPort: true));
        Assert.Equal(("kubernetes", "default"), (endpoints.FindString("metadata", "name"), endpoints.FindString("metadata", "namespace")));
        var slice = KubernetesEndpoints.Slice(null, Both, six: false, 6443, fixPort: false)!;
        Assert.Null(KubernetesEndpoints.Slice(slice, Both, six: false, 6443, fixPort: true));
        Assert.Equal("kubernetes", slice.FindString("metadata", "name"));
    }

    [Theory]
    [InlineData("\"1.1.1.2\"", "\"1.1.1.9\"")]
    [InlineData(",{\"ip\":\"1.1.1.2\"}", "")]
    [InlineData("{\"ip\":\"1.1.1.2\"}", "{\"ip\":\"1.1.1.2\"},{\"ip\":\"1.1.1.3\"}")]
    [InlineData("\"ports\"", "\"notReadyAddresses\":[{\"ip\":\"1.1.1.2\"}],\"ports\"")]
    [InlineData("\"subsets\":[", "\"subsets\":[{},")]
    [InlineData("\"endpointslice.kubernetes.io/skip-mirror\":\"true\"", "")]
    [InlineData("6443", "1234")]
    public void What_somebody_changed_is_put_right(string from, string to)
    {
        var changed = Parse(Good.Replace(from, to, StringComparison.Ordinal));
        var wanted = KubernetesEndpoints.Endpoints(changed, Both, 6443, fixPort: true)!;
        Assert.True(JsonValue.DeepEquals(Parse(Good), wanted), wanted.ToString());
    }

    [Theory]
    [InlineData("[\"1.1.1.2\"]", "[\"1.1.1.9\"]")]
    [InlineData("[\"1.1.1.2\"]", "[\"1.1.1.2\",\"1.1.1.3\"]")]
    [InlineData("true}}],", "false}}],")]
    [InlineData("\"kubernetes.io/service-name\":\"kubernetes\"", "")]
    [InlineData("6443", "1234")]
    public void What_somebody_changed_in_the_slice_is_put_right(string from, string to)
    {
        var changed = Parse(GoodSlice.Replace(from, to, StringComparison.Ordinal));
        var wanted = KubernetesEndpoints.Slice(changed, Both, six: false, 6443, fixPort: true)!;
        Assert.True(JsonValue.DeepEquals(Parse(GoodSlice), wanted), wanted.ToString());
    }

    [Fact]
    public void The_port_of_another_server_stays()
    {
        Assert.Null(KubernetesEndpoints.Endpoints(Parse(Good), Both, 7443, fixPort: false));
        Assert.Null(KubernetesEndpoints.Slice(Parse(GoodSlice), Both, six: false, 7443, fixPort: false));
        var wanted = KubernetesEndpoints.Endpoints(Parse(Good), ["1.1.1.1"], 7443, fixPort: false)!;
        Assert.Contains("6443", wanted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_somebody_added_stay()
    {
        var changed = Parse(Good.Replace("1.1.1.2", "1.1.1.9", StringComparison.Ordinal).Replace("\"labels\":{", "\"labels\":{\"mine\":\"1\",", StringComparison.Ordinal));
        Assert.Equal("1", KubernetesEndpoints.Endpoints(changed, Both, 6443, fixPort: false)!.FindString("metadata", "labels", "mine"));
    }

    [Fact]
    public void Without_servers_there_are_no_endpoints()
    {
        Assert.Null(KubernetesEndpoints.Endpoints(Parse(Good), [], 6443, fixPort: false)!["subsets"]);
        Assert.True(KubernetesEndpoints.Slice(Parse(GoodSlice), [], six: false, 6443, fixPort: false)!.GetArray("endpoints") is null or { Count: 0 });
        var empty = Parse("""{"metadata":{"labels":{"kubernetes.io/service-name":"kubernetes"}},"addressType":"IPv4","endpoints":[],"ports":[{"name":"https","port":6443,"protocol":"TCP"}]}""");
        Assert.Null(KubernetesEndpoints.Slice(empty, [], six: false, 6443, fixPort: false));
    }

    [Fact]
    public void Addresses_of_the_other_family_are_left_out()
    {
        Assert.Equal(["1.1.1.1", "1.1.1.2"], KubernetesEndpoints.OfFamily(["1.1.1.2", "fd00::1", "1.1.1.1", "x"], six: false));
        Assert.Equal(["fd00::1"], KubernetesEndpoints.OfFamily(["1.1.1.2", "fd00::1"], six: true));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonParser.Parse(json);
}
