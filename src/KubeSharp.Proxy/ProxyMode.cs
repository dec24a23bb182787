namespace KubeSharp.Proxy;

/// <summary>The kernel interface through which Services are made to work.</summary>
public enum ProxyMode
{
    /// <summary>iptables (either flavour), one atomic restore of what changed.</summary>
    Iptables,

    /// <summary>A table of our own in nftables, with maps that grow and shrink element by element.</summary>
    Nftables,
}
