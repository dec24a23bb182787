namespace KubeSharp.Proxy.Nftables;

/// <summary>The contents of our nftables table: chains with rules, maps and sets with elements.</summary>
internal sealed class NftRules(string family)
{
    /// <summary>ip or ip6.</summary>
    public string Family { get; } = family;

    /// <summary>Chains that hook into the kernel: the name, and the hook's definition.</summary>
    public OrderedDictionary<string, string> BaseChains { get; } = new(StringComparer.Ordinal);

    /// <summary>Rules by chain.</summary>
    public OrderedDictionary<string, List<string>> Chains { get; } = new(StringComparer.Ordinal);

    /// <summary>Maps and sets by name.</summary>
    public OrderedDictionary<string, NftCollection> Collections { get; } = new(StringComparer.Ordinal);

    /// <summary>The rules of a chain, which is made if need be.</summary>
    public List<string> Chain(string chain)
    {
        if (!Chains.TryGetValue(chain, out var rules))
            Chains.Add(chain, rules = []);
        return rules;
    }
}
