using System.Net.NetworkInformation;

namespace KubeSharp.Kubelet.Tests.RealNode;

/// <summary>
/// Tests against a real containerd run only as root, where containerd is installed, and in a network namespace without uplink
/// (<c>unshare --net sh -c 'ip link set lo up; …'</c>): they make bridges and iptables rules that the machine must not see.
/// </summary>
internal static class RealNode
{
    public static void RequireOrSkip()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root");
        Assert.SkipUnless(File.Exists("/usr/bin/containerd"), "needs containerd");
        var uplink = NetworkInterface.GetAllNetworkInterfaces()
            .Any(i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback && i.Name is not ("lo" or "cni-ks") &&
                      !i.Name.StartsWith("veth", StringComparison.Ordinal));
        Assert.SkipWhen(uplink, "needs a network namespace without uplink");
    }
}
