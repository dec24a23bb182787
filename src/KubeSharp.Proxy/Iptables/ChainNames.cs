using KubeSharp.Proxy.Model;

namespace KubeSharp.Proxy.Iptables;

/// <summary>The chains of the proxy, by upstream's names.</summary>
internal static class ChainNames
{
    public const string Services = "KUBE-SERVICES";
    public const string ExternalServices = "KUBE-EXTERNAL-SERVICES";
    public const string NodePorts = "KUBE-NODEPORTS";
    public const string Postrouting = "KUBE-POSTROUTING";
    public const string MarkMasquerade = "KUBE-MARK-MASQ";
    public const string Forward = "KUBE-FORWARD";
    public const string ProxyFirewall = "KUBE-PROXY-FIREWALL";
    public const string Firewall = "KUBE-FIREWALL";
    public const string Canary = "KUBE-PROXY-CANARY";

    /// <summary>Prefixes of the chains that come and go with Services.</summary>
    public static readonly string[] Dynamic = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-SEP-", "KUBE-EXT-", "KUBE-FW-"];

    /// <summary>The chains that are always there.</summary>
    public static readonly string[] Static =
        [Services, ExternalServices, NodePorts, Postrouting, MarkMasquerade, Forward, ProxyFirewall, Firewall, Canary];

    /// <summary>Load balancing over the cluster-wide endpoints.</summary>
    public static string Service(ServicePort port) => "KUBE-SVC-" + Hash(port);

    /// <summary>Load balancing over the endpoints on this node.</summary>
    public static string ServiceLocal(ServicePort port) => "KUBE-SVL-" + Hash(port);

    /// <summary>What comes from outside.</summary>
    public static string External(ServicePort port) => "KUBE-EXT-" + Hash(port);

    /// <summary>Who may come from outside.</summary>
    public static string LoadBalancerFirewall(ServicePort port) => "KUBE-FW-" + Hash(port);

    /// <summary>One endpoint.</summary>
    public static string Endpoint(ServicePort port, Endpoint endpoint) =>
        "KUBE-SEP-" + Names.Hash(port.Name + port.Protocol + endpoint.Text);

    private static string Hash(ServicePort port) => Names.Hash(port.Name + port.Protocol);
}
