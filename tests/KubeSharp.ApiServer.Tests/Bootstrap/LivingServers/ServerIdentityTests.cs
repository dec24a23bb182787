using KubeSharp.ApiServer.Bootstrap.LivingServers;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

public sealed class ServerIdentityTests
{
    // Computed with another program: SHA-256 over host and component, each after its length, in base 32.
    [Theory]
    [InlineData("vm", "apiserver-wlv32tlttr4jl3gtroqexyxapa")]
    [InlineData("control-plane-1", "apiserver-ktnciuvxljjqohol43g65rthde")]
    public void A_servers_name_follows_from_its_hosts(string host, string name) => Assert.Equal(name, ServerIdentity.Of(host));
}
