using System.Net;

namespace KubeSharp.Pki;

/// <summary>The certificates of a cluster in one list: who is who.</summary>
internal static class ClusterCertificates
{
    /// <summary>The administrator: every right, by group.</summary>
    public static CertificateSpec Admin { get; } =
        new() { Name = "admin", CommonName = "kubernetes-admin", Organizations = ["system:masters"], Client = true };

    /// <summary>The controller manager.</summary>
    public static CertificateSpec ControllerManager { get; } =
        new() { Name = "controller-manager", CommonName = "system:kube-controller-manager", Client = true };

    /// <summary>The scheduler.</summary>
    public static CertificateSpec Scheduler { get; } = new() { Name = "scheduler", CommonName = "system:kube-scheduler", Client = true };

    /// <summary>kube-proxy.</summary>
    public static CertificateSpec Proxy { get; } = new() { Name = "kube-proxy", CommonName = "system:kube-proxy", Client = true };

    /// <summary>The API server towards kubelets; the right comes from the role system:kubelet-api-admin.</summary>
    public static CertificateSpec ApiServerKubeletClient { get; } = new()
    {
        Name = "apiserver-kubelet-client",
        CommonName = "kube-apiserver-kubelet-client",
        Organizations = ["system:masters"],
        Client = true,
    };

    /// <summary>The API server towards aggregated API servers.</summary>
    public static CertificateSpec FrontProxyClient { get; } =
        new() { Name = "front-proxy-client", CommonName = "front-proxy-client", Client = true };

    /// <summary>The API server itself, under every name by which pods, nodes and users reach it.</summary>
    public static CertificateSpec ApiServer(PkiOptions options) => new()
    {
        Name = "apiserver",
        CommonName = "kube-apiserver",
        Server = true,
        DnsNames =
        [
            "kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{options.ClusterDomain}", "localhost",
            .. DnsOnly([options.NodeName, .. options.HostNames]),
        ],
        Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. options.KubernetesServiceAddresses, .. options.NodeAddresses],
    };

    /// <summary>The kubelet as a server: logs, exec, port-forward, metrics.</summary>
    public static CertificateSpec KubeletServer(PkiOptions options) => new()
    {
        Name = "kubelet",
        CommonName = $"system:node:{options.NodeName}",
        Organizations = ["system:nodes"],
        Server = true,
        DnsNames = [.. DnsOnly([options.NodeName, "localhost", .. options.HostNames])],
        Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. options.NodeAddresses],
    };

    /// <summary>The kubelet as a client: the Node authorizer knows it by this name.</summary>
    public static CertificateSpec KubeletClient(PkiOptions options) => new()
    {
        Name = "kubelet-client",
        CommonName = $"system:node:{options.NodeName}",
        Organizations = ["system:nodes"],
        Client = true,
    };

    private static IEnumerable<string> DnsOnly(IEnumerable<string> names) =>
        names.Where(name => name.Length > 0 && !IPAddress.TryParse(name, out _)).Select(name => name.ToLowerInvariant());
}
