using System.Text;

namespace KubeSharp.Proxy.Iptables;

/// <summary>Input for <c>iptables-restore --noflush</c>: each table is taken over whole or not at all.</summary>
internal static class RestoreText
{
    /// <summary>
    /// Writes every chain, inserts the jumps that are missing and drops chains of ours that the kernel has and nobody needs.
    /// </summary>
    public static string Full(RuleSet wanted, KernelState kernel)
    {
        var text = new StringBuilder();
        foreach (var table in wanted.Tables)
        {
            var stale = new List<string>();
            foreach (var chain in kernel.Chains(table.Name))
            {
                if (!table.Chains.ContainsKey(chain) && IsDynamic(chain))
                    stale.Add(chain);
            }

            var jumps = table.Jumps.FindAll(jump => !kernel.HasJump(table.Name, jump));
            Write(text, table.Name, table.Chains, stale, jumps);
        }

        return text.ToString();
    }

    /// <summary>Writes only the chains that differ from what was written last, and drops those that are gone. Empty when nothing changed.</summary>
    public static string Changes(RuleSet before, RuleSet after)
    {
        var text = new StringBuilder();
        using var tables = before.Tables.GetEnumerator();
        foreach (var table in after.Tables)
        {
            tables.MoveNext();
            var old = tables.Current.Chains;
            var changed = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (var (chain, rules) in table.Chains)
            {
                if (!old.TryGetValue(chain, out var oldRules) || !Same(oldRules, rules))
                    changed.Add(chain, rules);
            }

            var stale = new List<string>();
            foreach (var (chain, _) in old)
            {
                if (!table.Chains.ContainsKey(chain))
                    stale.Add(chain);
            }

            if (changed.Count + stale.Count > 0)
                Write(text, table.Name, changed, stale, []);
        }

        return text.ToString();
    }

    /// <summary>Removes every chain of ours and the jumps into them. Empty when there is nothing.</summary>
    public static string Cleanup(KernelState kernel, IReadOnlySet<string> ownChains)
    {
        var text = new StringBuilder();
        foreach (var table in new[] { "filter", "nat" })
        {
            var chains = new List<string>();
            foreach (var chain in kernel.Chains(table))
            {
                if (ownChains.Contains(chain) || IsDynamic(chain))
                    chains.Add(chain);
            }

            if (chains.Count == 0)
                continue;
            text.Append('*').Append(table).Append('\n');
            foreach (var rule in kernel.JumpsInto(table, chains))
                text.Append("-D ").Append(rule).Append('\n');
            foreach (var chain in chains)
                text.Append(':').Append(chain).Append(" - [0:0]\n");
            foreach (var chain in chains)
                text.Append("-X ").Append(chain).Append('\n');
            text.Append("COMMIT\n");
        }

        return text.ToString();
    }

    private static void Write(
        StringBuilder text, string table, OrderedDictionary<string, List<string>> chains, List<string> stale, List<Jump> jumps)
    {
        text.Append('*').Append(table).Append('\n');
        foreach (var (chain, _) in chains)
            text.Append(':').Append(chain).Append(" - [0:0]\n");
        foreach (var chain in stale)
            text.Append(':').Append(chain).Append(" - [0:0]\n");
        foreach (var (chain, rules) in chains)
        {
            foreach (var rule in rules)
                text.Append("-A ").Append(chain).Append(' ').Append(rule).Append('\n');
        }

        // Inserted in reverse, so that they stand in the order of the list.
        for (var i = jumps.Count - 1; i >= 0; i--)
            text.Append("-I ").Append(jumps[i].Rule).Append('\n');
        foreach (var chain in stale)
            text.Append("-X ").Append(chain).Append('\n');
        text.Append("COMMIT\n");
    }

    private static bool IsDynamic(string chain)
    {
        foreach (var prefix in ChainNames.Dynamic)
        {
            if (chain.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool Same(List<string> a, List<string> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!string.Equals(a[i], b[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
