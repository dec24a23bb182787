using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Tests.Resources.Services;

public sealed class ServiceRepairTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a:10.0.0.5", "10.0.0.5=a", "")]
    [InlineData("a:10.0.0.5", "", "ClusterIPNotAllocated")]
    [InlineData("a:10.0.0.5,b:10.0.0.5", "10.0.0.5=a", "ClusterIPAlreadyAllocated")]
    [InlineData("a:10.9.0.5", "10.9.0.5=a", "ClusterIPOutOfRange")]
    [InlineData("a:x", "", "ClusterIPNotValid")]
    [InlineData("a:None", "", "")]
    [InlineData("", "10.0.0.5=a", "IPAddressNotAllocated")]
    [InlineData("a:10.0.0.6", "10.0.0.6=a,10.0.0.5=a", "IPAddressNotAllocated")]
    public void What_services_and_addresses_disagree_on_is_found(string services, string addresses, string reasons)
    {
        var found = ServiceRepair.Addresses([.. Split(services).Select(Service)], [.. Split(addresses).Select(item => Address(item, "2026-06-01T11:00:00Z"))], new ServiceRanges("10.0.0.0/16"), Now);
        Assert.Equal(reasons, string.Join(',', found.Select(action => action.Reason)));
    }

    [Fact]
    public void An_address_that_was_just_taken_is_left_alone()
    {
        var young = Address("10.0.0.5=a", "2026-06-01T11:59:30Z");
        Assert.Empty(ServiceRepair.Addresses([], [young], new ServiceRanges("10.0.0.0/16"), Now));
    }

    [Fact]
    public void Addresses_that_others_manage_are_theirs()
    {
        var foreign = Address("10.0.0.5=a", "2026-06-01T11:00:00Z");
        foreign.GetObject("metadata")!.GetObject("labels")!.Set(ClusterIPAllocator.ManagedByLabel, "somebody.example.com");
        Assert.Empty(ServiceRepair.Addresses([], [foreign], new ServiceRanges("10.0.0.0/16"), Now));
    }

    [Fact]
    public void Ranges_are_those_of_the_command_line_and_of_what_is_ready()
    {
        using var ranges = new ServiceRanges("10.0.0.0/16");
        Assert.Null(ranges.For(System.Net.IPAddress.Parse("10.9.0.1")));
        ranges.OnSet("", "more", JsonParser.ParseObject("""{"metadata":{"name":"more"},"spec":{"cidrs":["10.9.0.0/24"]},"status":{"conditions":[{"type":"Ready","status":"True"}]}}"""u8));
        Assert.NotNull(ranges.For(System.Net.IPAddress.Parse("10.9.0.1")));
        ranges.OnSet("", "more", JsonParser.ParseObject("""{"metadata":{"name":"more"},"spec":{"cidrs":["10.9.0.0/24"]},"status":{"conditions":[{"type":"Ready","status":"False"}]}}"""u8));
        Assert.Null(ranges.For(System.Net.IPAddress.Parse("10.9.0.1")));
        Assert.Throws<ArgumentException>(() => new ServiceRanges("10.0.0.0/16,10.1.0.0/16"));
    }

    [Fact]
    public void The_range_of_the_command_line_is_what_its_object_says()
    {
        using var ranges = new ServiceRanges("10.0.0.0/16");
        var (own, other) = (System.Net.IPAddress.Parse("10.0.0.1"), System.Net.IPAddress.Parse("10.9.0.1"));
        Set("""{"metadata":{"name":"kubernetes"},"spec":{"cidrs":["10.0.0.0/16"]}}""");
        // The server sets the condition a moment later.
        Assert.True(ranges.For(own) is not null && ranges.Knows(own));
        Set("""{"metadata":{"name":"kubernetes","deletionTimestamp":"2026-06-01T11:00:00Z"},"spec":{"cidrs":["10.0.0.0/16"]},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""");
        Assert.True(ranges.For(own) is null && ranges.Knows(own));
        Set("""{"metadata":{"name":"kubernetes"},"spec":{"cidrs":["10.9.0.0/16"]},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""");
        Assert.True(ranges.For(own) is null && ranges.For(other) is not null && !ranges.Knows(own));
        ranges.OnDeleted("", "kubernetes");
        Assert.True(ranges.For(own) is not null && ranges.For(other) is null);

        void Set(string json) => ranges.OnSet("", "kubernetes", (JsonObject)JsonParser.Parse(json));
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static JsonObject Service(string text)
    {
        var (name, address) = (text.Split(':')[0], text.Split(':')[1]);
        return new JsonObject
        {
            { "kind", "Service" },
            { "apiVersion", "v1" },
            { "metadata", new JsonObject { { "name", name }, { "namespace", "default" } } },
            { "spec", new JsonObject { { "type", "ClusterIP" }, { "clusterIP", address }, { "clusterIPs", new JsonArray { new JsonString(address) } } } },
        };
    }

    private static JsonObject Address(string text, string made) => new()
    {
        { "kind", "IPAddress" },
        {
            "metadata", new JsonObject
            {
                { "name", text.Split('=')[0] }, { "creationTimestamp", made }, { "labels", new JsonObject { { ClusterIPAllocator.ManagedByLabel, ClusterIPAllocator.ManagedBy } } },
            }
        },
        { "spec", new JsonObject { { "parentRef", new JsonObject { { "resource", "services" }, { "namespace", "default" }, { "name", text.Split('=')[1] } } } } },
    };
}
