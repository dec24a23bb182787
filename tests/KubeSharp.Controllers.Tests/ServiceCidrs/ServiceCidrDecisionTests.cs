using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Networking.V1;

namespace KubeSharp.Controllers.Tests.ServiceCidrs;

public sealed class ServiceCidrDecisionTests
{
    private static readonly DateTimeOffset Now = Make.Now;

    [Fact]
    public void A_new_range_is_held_and_ready()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24", held: false);
        ServiceCidrAction action = ServiceCidrDecision.Decide(range, [range], [], Now);
        Assert.True(action.AddFinalizer);
        Assert.Equal(("Ready", "True"), (action.Ready!.Type, action.Ready.Status));
    }

    [Fact]
    public void A_range_that_is_ready_is_left_alone()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24");
        range.Status.Conditions = [new Condition { Type = "Ready", Status = "True", Message = "as the API server says it" }];
        Assert.Equal(ServiceCidrAction.None, ServiceCidrDecision.Decide(range, [range], [Address("10.0.0.5")], Now));
    }

    // The first range is being deleted, for a minute; a range with ! too.
    [Theory]
    [InlineData("a:10.0.0.0/24", "", true)]
    [InlineData("a:10.0.0.0/24", "10.0.0.5", false)]
    [InlineData("a:10.0.0.0/24", "10.0.1.5", true)]
    [InlineData("a:10.0.0.0/24", "10.0.0.0 10.0.0.255", true)]
    [InlineData("a:10.0.0.0/24 b:10.0.0.0/16", "10.0.0.5", true)]
    [InlineData("a:10.0.0.0/24 b:10.0.0.0/24", "10.0.0.5", true)]
    [InlineData("a:10.0.0.0/24 !b:10.0.0.0/24", "10.0.0.5", false)]
    [InlineData("a:10.0.0.0/16 b:10.0.0.0/24", "10.0.0.5", true)]
    [InlineData("a:10.0.0.0/16 b:10.0.0.0/24", "10.0.0.5 10.0.1.5", false)]
    [InlineData("a:10.0.0.0/16 b:10.0.0.0/24", "10.0.0.255", false)]
    [InlineData("a:10.0.0.0/16 b:10.0.0.0/24 c:10.0.1.0/24", "10.0.0.5 10.0.1.5", true)]
    [InlineData("a:10.0.0.0/24,fd00::/112", "fd00::5", false)]
    [InlineData("a:10.0.0.0/24,fd00::/112 b:fd00::/64", "fd00::5", true)]
    [InlineData("a:10.0.0.0/24,fd00::/112 b:fd00::/64", "fd00::5 10.0.0.5", false)]
    [InlineData("a:fd00::/112", "fd00::ffff", false)]
    public void A_range_goes_when_no_address_is_lost_by_it(string ranges, string addresses, bool goes)
    {
        ServiceCIDR[] all = [.. ranges.Split(' ').Select((text, i) => Range(text.TrimStart('!'), deleted: i == 0 || text[0] == '!' ? Now.AddMinutes(-1) : null))];
        ServiceCidrAction action = ServiceCidrDecision.Decide(all[0], all, [.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Address(text))], Now);
        Assert.Equal(goes, action.RemoveFinalizer);
        Assert.Equal(goes ? null : "Terminating", action.Ready?.Reason);
    }

    [Fact]
    public void Addresses_that_others_manage_hold_nothing()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24", deleted: Now.AddMinutes(-1));
        Assert.True(ServiceCidrDecision.Decide(range, [range], [Address("10.0.0.5", "somebody.example.com")], Now).RemoveFinalizer);
    }

    [Fact]
    public void What_holds_a_range_is_said_once()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24", deleted: Now.AddMinutes(-1));
        range.Status.Conditions = [ServiceCidrDecision.Decide(range, [range], [Address("10.0.0.5")], Now).Ready!];
        Assert.Equal(ServiceCidrAction.None, ServiceCidrDecision.Decide(range, [range], [Address("10.0.0.5")], Now));
    }

    [Fact]
    public void A_range_that_nothing_holds_waits_until_every_server_has_heard_of_its_end()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24", deleted: Now.AddSeconds(-4));
        Assert.Equal(new ServiceCidrAction { After = TimeSpan.FromSeconds(6) }, ServiceCidrDecision.Decide(range, [range], [], Now));
    }

    [Fact]
    public void A_range_that_others_hold_is_theirs()
    {
        ServiceCIDR range = Range("a:10.0.0.0/24", held: false, deleted: Now.AddMinutes(-1));
        Assert.Equal(ServiceCidrAction.None, ServiceCidrDecision.Decide(range, [range], [], Now));
    }

    [Theory]
    [InlineData("b:10.0.0.0/16", "a")]
    [InlineData("b:10.0.0.0/28", "a")]
    [InlineData("b:10.1.0.0/16", "")]
    [InlineData("b:fd00::/64", "")]
    public void A_range_that_comes_is_looked_at_by_those_that_wait_for_it(string comes, string touched)
    {
        ServiceCIDR waiting = Range("a:10.0.0.0/24", deleted: Now);
        ServiceCIDR calm = Range("c:10.0.0.0/24");
        Assert.Equal(touched, string.Join(',', ServiceCidrDecision.Touched(Range(comes), [waiting, calm]).Select(range => range.Metadata.Name)));
    }

    [Theory]
    [InlineData("10.0.0.5", "a")]
    [InlineData("10.0.1.5", "")]
    [InlineData("x", "")]
    public void An_address_that_goes_is_looked_at_by_those_that_it_held(string address, string touched)
    {
        ServiceCIDR[] all = [Range("a:10.0.0.0/24", deleted: Now), Range("c:10.0.0.0/24")];
        Assert.Equal(touched, string.Join(',', ServiceCidrDecision.Touched(Address(address), all).Select(range => range.Metadata.Name)));
    }

    private static ServiceCIDR Range(string text, bool held = true, DateTimeOffset? deleted = null)
    {
        var range = new ServiceCIDR();
        range.Metadata.Name = text[..text.IndexOf(':')];
        range.Spec.Cidrs = [.. text[(text.IndexOf(':') + 1)..].Split(',')];
        if (held) range.Metadata.Finalizers = [ServiceCidrDecision.Finalizer];
        if (deleted is { } since) range.Metadata.DeletionTimestamp = since;
        return range;
    }

    private static IPAddress Address(string name, string manager = "ipallocator.k8s.io")
    {
        var address = new IPAddress();
        address.Metadata.Name = name;
        address.Metadata.Labels = new Dictionary<string, string> { ["ipaddress.kubernetes.io/managed-by"] = manager };
        return address;
    }
}
