namespace KubeSharp.Proxy.Nftables;

/// <summary>A map or set of nftables.</summary>
/// <param name="Kind">map or set.</param>
/// <param name="Definition">What stands between its braces when it is made.</param>
internal sealed record NftCollection(string Kind, string Definition)
{
    /// <summary>The elements: key, and value for maps (empty for sets). The kernel adds those of dynamic sets itself.</summary>
    public SortedDictionary<string, string> Elements { get; } = new(StringComparer.Ordinal);
}
