namespace KubeSharp.Proxy.Iptables;

/// <summary>All our rules of one family.</summary>
internal sealed class RuleSet
{
    /// <summary>The filter table.</summary>
    public ChainTable Filter { get; } = new("filter");

    /// <summary>The nat table.</summary>
    public ChainTable Nat { get; } = new("nat");

    /// <summary>Both, in the order in which they are restored: nothing is let through before it is filtered.</summary>
    public IEnumerable<ChainTable> Tables => [Filter, Nat];
}
