using KubeSharp.Models.Core.V1;
using KubeSharp.Network.Routes;

namespace KubeSharp.Network.Tests;

public sealed class RoutePlanTests
{
    [Fact]
    public void Every_other_node_with_a_range_and_an_address_gets_a_route()
    {
        var plan = RoutePlan.Decide(
            new NetworkOptions { NodeName = "a" },
            [
                NewNode("a", "10.42.0.0/24", "192.0.2.1"),
                NewNode("b", "10.42.1.0/24", "192.0.2.2"),
                NewNode("c", null, "192.0.2.3"),
                NewNode("d", "10.42.3.0/24", null),
                NewNode("e", "nonsense", "192.0.2.5"),
            ]);
        Assert.Equal(["10.42.0.0/24"], plan.PodCidrs);
        Assert.Equal([new PodRoute("10.42.1.0/24", "192.0.2.2", "b")], plan.Routes);
    }

    [Fact]
    public void No_routes_where_others_see_to_it()
    {
        var plan = RoutePlan.Decide(
            new NetworkOptions { NodeName = "a", Routing = PodRouting.None }, [NewNode("b", "10.42.1.0/24", "192.0.2.2")]);
        Assert.Empty(plan.PodCidrs);
        Assert.Empty(plan.Routes);
    }

    private static Node NewNode(string name, string? range, string? address)
    {
        var node = new Node();
        node.Metadata.Name = name;
        node.Spec.PodCIDR = range;
        node.Spec.PodCIDRs = range is null ? null : [range];
        if (address is not null)
            node.Status.Addresses = [new NodeAddress { Type = "InternalIP", Address = address }];
        return node;
    }
}
