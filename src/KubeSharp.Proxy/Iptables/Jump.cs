namespace KubeSharp.Proxy.Iptables;

/// <summary>A rule in a built-in chain that leads into ours.</summary>
/// <param name="From">The built-in chain.</param>
/// <param name="Match">What it matches; empty for everything.</param>
/// <param name="To">Our chain.</param>
internal sealed record Jump(string From, string Match, string To)
{
    /// <summary>The rule without the word that inserts or deletes it.</summary>
    public string Rule => Match.Length == 0 ? $"{From} -j {To}" : $"{From} {Match} -j {To}";
}
