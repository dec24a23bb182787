using KubeSharp.Host;

namespace KubeSharp.Tests.Host;

public sealed class SystemPackagesTests
{
    [Fact]
    public void A_bare_machine_lacks_all_of_them() =>
        Assert.Equal(
            ["containerd", "runc", "containernetworking-plugins", "iptables", "nftables", "conntrack", "iproute2", "util-linux", "mount"],
            SystemPackages.Missing(_ => false));

    [Fact]
    public void A_file_anywhere_on_the_search_path_counts() => Assert.Empty(SystemPackages.Missing(path => path.StartsWith("/usr/", StringComparison.Ordinal)));

    [Fact]
    public void One_missing_file_names_its_package() =>
        Assert.Equal(["containernetworking-plugins"], SystemPackages.Missing(path => path != "/usr/lib/cni/portmap"));
}
