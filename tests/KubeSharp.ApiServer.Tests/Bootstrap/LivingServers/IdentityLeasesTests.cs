using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Bootstrap.LivingServers;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

public sealed class IdentityLeasesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_servers_lease_says_who_it_is_and_until_when()
    {
        var lease = IdentityLeases.Renewed(null, "host", "host_1", Now);
        Assert.Equal(
            """{"apiserver.kubernetes.io/identity":"kube-apiserver","kubernetes.io/hostname":"host"}""", lease.FindObject("metadata", "labels")!.ToString());
        Assert.Equal("""{"holderIdentity":"host_1","leaseDurationSeconds":3600,"renewTime":"2026-06-01T12:00:00.000000Z"}""", lease.GetObject("spec")!.ToString());
        Assert.Equal(("kube-system", ServerIdentity.Of("host")), (lease.FindString("metadata", "namespace"), lease.FindString("metadata", "name")));
    }

    [Fact]
    public void What_others_wrote_to_it_stays()
    {
        var present = JsonParser.ParseObject("""{"metadata":{"name":"x","labels":{"mine":"1"}},"spec":{"holderIdentity":"old","leaseTransitions":3}}"""u8);
        var lease = IdentityLeases.Renewed(present, "host", "new", Now);
        Assert.Equal(("1", "new", 3L), (lease.FindString("metadata", "labels", "mine"), lease.FindString("spec", "holderIdentity"), lease.GetObject("spec")!.GetInt64("leaseTransitions")));
        Assert.Equal("old", present.FindString("spec", "holderIdentity"));
    }

    [Theory]
    [InlineData("kube-apiserver", "\"leaseDurationSeconds\":3600,\"renewTime\":\"2026-06-01T11:00:01.000000Z\"", false)]
    [InlineData("kube-apiserver", "\"leaseDurationSeconds\":3600,\"renewTime\":\"2026-06-01T10:59:59.000000Z\"", true)]
    [InlineData("kube-apiserver", "\"leaseDurationSeconds\":3600", true)]
    [InlineData("kube-apiserver", "\"renewTime\":\"2026-06-01T11:59:59.000000Z\"", true)]
    [InlineData("another", "\"leaseDurationSeconds\":3600", false)]
    public void A_lease_ends_when_its_server_said_nothing_for_too_long(string identity, string spec, bool expired)
    {
        var lease = (JsonObject)JsonParser.Parse($$$"""{"metadata":{"name":"x","labels":{"apiserver.kubernetes.io/identity":"{{{identity}}}"}},"spec":{{{{spec}}}}}""");
        Assert.Equal(expired, IdentityLeases.IsExpired(lease, Now));
    }
}
