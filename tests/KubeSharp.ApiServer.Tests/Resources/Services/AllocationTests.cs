using System.Net;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Tests.Resources.Services;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("10.0.0.0/16", "10.0.0.1", "10.0.255.254", 256)]
    [InlineData("10.0.0.0/24", "10.0.0.1", "10.0.0.254", 16)]
    [InlineData("10.0.0.0/28", "10.0.0.1", "10.0.0.14", 0)]
    [InlineData("10.0.0.7/24", "10.0.0.1", "10.0.0.254", 16)]
    [InlineData("fd00::/112", "fd00::1", "fd00::ffff", 256)]
    [InlineData("fd00::/64", "fd00::1", "fd00::ffff:ffff:ffff:ffff", 256)]
    public void A_range_knows_its_hosts_and_what_it_leaves_to_those_who_choose(string cidr, string first, string last, long staticSize)
    {
        var range = IpRange.Parse(cidr)!;
        Assert.Equal((first, last, staticSize), (range.At(range.First).ToString(), range.At(range.Last).ToString(), range.StaticSize));
        Assert.True(range.IsUsable(IPAddress.Parse(first)) && range.IsUsable(IPAddress.Parse(last)));
        Assert.False(range.IsUsable(range.At(range.Network)));
        Assert.True(range.Contains(range.At(range.Network)));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.1.0", false)]
    [InlineData("10.0.0.0/24", "10.0.0.255", true)]
    [InlineData("10.0.0.0/24", "fd00::1", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    public void An_address_belongs_to_a_range_or_not(string cidr, string address, bool inside) =>
        Assert.Equal(inside, IpRange.Parse(cidr)!.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("x")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_range_is_none(string cidr) => Assert.Null(IpRange.Parse(cidr));

    [Fact]
    public void Ports_are_taken_from_the_upper_part_first_and_survive_being_stored()
    {
        var ports = new PortSet(30000, 30099);
        Assert.Equal(16, ports.StaticSize);
        for (var i = 0; i < 84; i++) Assert.InRange(ports.TakeAny(Random.Shared)!.Value, 30016, 30099);
        Assert.InRange(ports.TakeAny(Random.Shared)!.Value, 30000, 30015);
        Assert.Equal(15, ports.Free);
        var again = PortSet.Read(ports.ToDocument(), 30000, 30099);
        Assert.True(again.SameAs(ports));
        for (var i = 0; i < 15; i++) Assert.NotNull(again.TakeAny(Random.Shared));
        Assert.Null(again.TakeAny(Random.Shared));
    }

    [Fact]
    public void Another_range_of_ports_keeps_what_both_have()
    {
        var ports = new PortSet(30000, 30099);
        ports.Set(30000);
        ports.Set(30050);
        var moved = PortSet.Read(ports.ToDocument(), 30040, 30200);
        Assert.True(moved.Has(30050));
        Assert.Equal(160, moved.Free);
    }

    [Theory]
    // A named port is taken, the same port under another protocol shares it.
    [InlineData("NodePort", """[{"port":80,"nodePort":30001,"protocol":"TCP"},{"port":80,"protocol":"UDP"}]""", "30001,30001", null)]
    [InlineData("NodePort", """[{"port":80,"protocol":"TCP"},{"port":80,"nodePort":30001,"protocol":"UDP"}]""", "30001,30001", null)]
    [InlineData("NodePort", """[{"port":80,"nodePort":30001},{"port":81,"nodePort":30001}]""", null, "spec.ports[1].nodePort: Invalid value: 30001: provided port is already allocated")]
    [InlineData("NodePort", """[{"port":80,"nodePort":30005}]""", null, "spec.ports[0].nodePort: Invalid value: 30005: provided port is already allocated")]
    [InlineData("NodePort", """[{"port":80,"nodePort":80}]""", null, "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-30019")]
    [InlineData("ClusterIP", """[{"port":80}]""", "0", null)]
    [InlineData("LoadBalancer", """[{"port":80,"nodePort":30002},{"port":81}]""", "30002,0", null)]
    public void A_new_service_gets_its_ports(string type, string list, string? expected, string? fault)
    {
        var ports = new PortSet(30000, 30019);
        ports.Set(30005);
        var spec = JsonParser.ParseObject(System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","allocateLoadBalancerNodePorts":false,"ports":{{list}}}"""));
        var refusal = new NodePortPlan(ports, Random.Shared).Apply("s", new ServiceFields(spec), null);
        if (fault is not null)
        {
            Assert.EndsWith(fault, refusal!.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Null(refusal);
        Assert.Equal(expected, string.Join(',', new ServiceFields(spec).Ports.Select(ServiceFields.NodePort)));
    }

    [Fact]
    public void A_changed_service_gives_back_what_it_lost_and_takes_what_it_gained()
    {
        var ports = new PortSet(30000, 30019);
        foreach (var port in (int[])[30001, 30002, 30003]) ports.Set(port);
        var old = Spec("""{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30003,"ports":[{"port":80,"nodePort":30001},{"port":81,"nodePort":30002}]}""");
        var plan = new NodePortPlan(ports, Random.Shared);
        Assert.Null(plan.Apply("s", Spec("""{"type":"LoadBalancer","externalTrafficPolicy":"Cluster","ports":[{"port":80,"nodePort":30001},{"port":82,"nodePort":30004}]}"""), old));
        Assert.Equal([30004], plan.Taken);
        Assert.Equal([30002, 30003], plan.Released.Order());

        var gone = new NodePortPlan(ports, Random.Shared);
        Assert.Null(gone.Apply("s", Spec("""{"type":"ClusterIP","ports":[{"port":80}]}"""), old));
        Assert.Equal([30001, 30002, 30003], gone.Released.Order());

        var moved = new NodePortPlan(ports, Random.Shared).Apply("s", Spec("""{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30007,"ports":[]}"""), old);
        Assert.EndsWith("cannot change healthCheckNodePort on loadBalancer service with externalTraffic=Local during update", moved!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", null, "IPv4", "SingleStack;IPv4", null)]
    [InlineData("""{"ipFamilyPolicy":"PreferDualStack"}""", null, "IPv4", "PreferDualStack;IPv4", null)]
    [InlineData("""{"ipFamilyPolicy":"PreferDualStack"}""", null, "IPv6,IPv4", "PreferDualStack;IPv6,IPv4", null)]
    [InlineData("""{"ipFamilyPolicy":"RequireDualStack","ipFamilies":["IPv6"]}""", null, "IPv4,IPv6", "RequireDualStack;IPv6,IPv4", null)]
    [InlineData("""{"ipFamilyPolicy":"RequireDualStack"}""", null, "IPv4", null, "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services")]
    [InlineData("""{"ipFamilies":["IPv6"]}""", null, "IPv4", null, "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster")]
    [InlineData("""{"ipFamilies":["IPv4","IPv6"]}""", null, "IPv4,IPv6", null, "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified")]
    [InlineData("""{"clusterIP":"fd00::1","clusterIPs":["fd00::1"]}""", null, "IPv4", null, "spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this cluster")]
    [InlineData("""{"clusterIP":"fd00::1","clusterIPs":["fd00::1"]}""", null, "IPv4,IPv6", "SingleStack;IPv6", null)]
    [InlineData("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv6"]}""", null, "IPv4,IPv6", null, "spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`")]
    [InlineData("""{"clusterIP":"None","clusterIPs":["None"]}""", null, "IPv4", "RequireDualStack;IPv4,IPv6", null)]
    [InlineData("""{"clusterIP":"None","clusterIPs":["None"],"selector":{"a":"b"}}""", null, "IPv4", "SingleStack;IPv4", null)]
    [InlineData("""{"clusterIP":"None","clusterIPs":["None"],"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv6"]}""", null, "IPv4", "SingleStack;IPv6", null)]
    [InlineData("""{"type":"ExternalName"}""", null, "IPv4", ";", null)]
    // To name the policy of one family gives the second up; to leave the second out does not.
    [InlineData("""{"ipFamilyPolicy":"SingleStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"],"ipFamilies":["IPv4","IPv6"]}""", "dual", "IPv4,IPv6", "SingleStack;IPv4", null)]
    [InlineData("""{"ipFamilyPolicy":"RequireDualStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4","IPv6"]}""", "dual", "IPv4,IPv6", null, "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": must be 'SingleStack' to release the secondary cluster IP")]
    [InlineData("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"],"ipFamilies":["IPv4","IPv6"]}""", "dual", "IPv4,IPv6", "RequireDualStack;IPv4,IPv6", null)]
    public void Families_come_of_what_is_said_what_was_and_what_the_cluster_has(string json, string? before, string cluster, string? expected, string? fault)
    {
        var now = Spec(json);
        if (!json.Contains("\"type\"", StringComparison.Ordinal)) now.Json.Set("type", "ClusterIP");
        ServiceFields? old = before is null ? null
            : Spec("""{"type":"ClusterIP","ipFamilyPolicy":"RequireDualStack","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"],"ipFamilies":["IPv4","IPv6"]}""");
        var errors = new ErrorList();
        ServiceFamilies.Complete(now, old, cluster.Split(','), errors);
        if (fault is not null) Assert.Equal(fault, errors.ToString());
        else
        {
            Assert.True(errors.IsEmpty, errors.ToString());
            Assert.Equal(expected, $"{now.Policy};{string.Join(',', now.Families)}");
        }
    }

    [Fact]
    public void A_client_that_leaves_allocated_values_out_keeps_them()
    {
        var old = Spec("""{"type":"NodePort","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ports":[{"name":"a","port":80,"nodePort":30001},{"name":"b","port":81,"nodePort":30002}]}""");
        var now = Spec("""{"type":"NodePort","ports":[{"name":"a","port":90},{"name":"c","port":81,"nodePort":30002},{"name":"b","port":82}]}""");
        ServiceCarryOver.KeepAllocated(now, old);
        Assert.Equal("10.0.0.1", now.ClusterIP);
        Assert.Equal([30001, 30002, 0], now.Ports.Select(ServiceFields.NodePort));
    }

    [Theory]
    [InlineData("""{"clusterIP":"10.0.0.2","clusterIPs":["10.0.0.1"]}""", "10.0.0.2")]
    [InlineData("""{"clusterIP":"","clusterIPs":["10.0.0.1"]}""", "")]
    [InlineData("""{"clusterIP":"10.0.0.1"}""", "10.0.0.1")]
    [InlineData("""{"clusterIP":"10.0.0.2","clusterIPs":["10.0.0.3"]}""", "10.0.0.3")]
    public void The_list_of_addresses_follows_the_single_one(string json, string expected)
    {
        var now = Spec(json);
        ServiceCarryOver.AlignClusterIPs(now, Spec("""{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"]}"""));
        Assert.Equal(expected, string.Join(',', now.ClusterIPs));
    }

    [Fact]
    public void What_a_new_type_has_no_use_for_goes_unless_it_was_changed_too()
    {
        const string Before = """
            {"type":"LoadBalancer","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","externalTrafficPolicy":"Local",
             "healthCheckNodePort":30003,"allocateLoadBalancerNodePorts":true,"loadBalancerClass":"a/b","internalTrafficPolicy":"Cluster","ports":[{"port":80,"nodePort":30001}]}
            """;
        var now = Spec(Before);
        now.Json.Set("type", "ExternalName");
        ServiceCarryOver.DropUseless(now, Spec(Before));
        Assert.Equal(["type", "ports"], now.Json.Names);
        Assert.Equal([0], now.Ports.Select(ServiceFields.NodePort));

        var touched = Spec(Before);
        touched.Json.Set("type", "ClusterIP");
        touched.Json.Set("externalTrafficPolicy", "Cluster");
        ServiceCarryOver.DropUseless(touched, Spec(Before));
        Assert.Equal("Cluster", touched.ExternalTrafficPolicy);
        Assert.Equal("10.0.0.1", touched.ClusterIP);
        Assert.Equal(0, touched.HealthCheckNodePort);
    }

    private static ServiceFields Spec(string json) => new(JsonParser.ParseObject(System.Text.Encoding.UTF8.GetBytes(json)));
}
