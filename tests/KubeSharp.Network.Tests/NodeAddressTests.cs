using KubeSharp.Network.Host;

namespace KubeSharp.Network.Tests;

public sealed class NodeAddressTests
{
    private const string Typical =
        """
        2: eth0    inet 192.168.1.5/24 brd 192.168.1.255 scope global eth0\       valid_lft forever preferred_lft forever
        3: wlan0    inet 192.168.2.7/24 brd 192.168.2.255 scope global dynamic wlan0\       valid_lft 3000sec preferred_lft 3000sec
        4: docker0    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0\       valid_lft forever preferred_lft forever
        5: cni0    inet 10.42.0.1/24 brd 10.42.0.255 scope global cni0\       valid_lft forever preferred_lft forever
        6: kubesharp0    inet 172.30.255.1/32 scope global kubesharp0\       valid_lft forever preferred_lft forever
        """;

    private static readonly NetworkOptions Options = new() { NodeName = "n" };

    [Theory]
    [InlineData("default via 192.168.2.1 dev wlan0 proto dhcp metric 600", "192.168.2.7")]
    [InlineData("default via 192.168.2.1 dev wlan0 metric 600\ndefault via 192.168.1.1 dev eth0 metric 100", "192.168.1.5")]
    [InlineData("default via 192.168.1.1 dev eth0 proto dhcp src 192.168.1.5 metric 100", "192.168.1.5")]
    [InlineData("", "192.168.1.5")]
    public void Address_of_the_default_route_goes_first(string routes, string expected) =>
        Assert.Equal(expected, NodeAddress.Choose(routes, Typical, Options)?.ToString());

    [Fact]
    public void Interfaces_of_container_engines_and_link_local_addresses_do_not_count()
    {
        const string OnlyContainers =
            """
            4: docker0    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0\       valid_lft forever preferred_lft forever
            5: cni0    inet 10.42.0.1/24 brd 10.42.0.255 scope global cni0\       valid_lft forever preferred_lft forever
            7: eth0    inet 169.254.10.1/16 scope global eth0\       valid_lft forever preferred_lft forever
            """;
        Assert.Null(NodeAddress.Choose("", OnlyContainers, Options));
    }
}
