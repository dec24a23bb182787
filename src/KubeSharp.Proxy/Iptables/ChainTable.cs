namespace KubeSharp.Proxy.Iptables;

/// <summary>The chains we own in one table of iptables, with their rules as text, and the jumps from built-in chains into them.</summary>
internal sealed class ChainTable(string name)
{
    /// <summary>nat or filter.</summary>
    public string Name { get; } = name;

    /// <summary>Rules by chain, in the order in which the chains were made.</summary>
    public OrderedDictionary<string, List<string>> Chains { get; } = new(StringComparer.Ordinal);

    /// <summary>Rules that must be in built-in chains: the chain, the match, the chain of ours that is jumped to.</summary>
    public List<Jump> Jumps { get; } = [];

    /// <summary>The rules of a chain, which is made if need be.</summary>
    public List<string> Chain(string chain)
    {
        if (!Chains.TryGetValue(chain, out var rules))
            Chains.Add(chain, rules = []);
        return rules;
    }
}
