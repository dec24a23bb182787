namespace KubeSharp.Proxy.Iptables;

/// <summary>What <c>iptables-save</c> says is in the kernel, as far as it concerns us: chains, and rules that jump.</summary>
internal sealed class KernelState
{
    private readonly Dictionary<string, List<string>> chains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string From, string To, string Rule)>> jumps = new(StringComparer.Ordinal);

    /// <summary>An empty kernel.</summary>
    public static KernelState Empty { get; } = new();

    /// <summary>Reads the output of iptables-save.</summary>
    public static KernelState Parse(string text)
    {
        var state = new KernelState();
        var table = "";
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("*"))
            {
                table = line[1..].Trim().ToString();
                state.chains[table] = [];
                state.jumps[table] = [];
            }
            else if (line.StartsWith(":") && table.Length > 0)
            {
                var end = line.IndexOf(' ');
                state.chains[table].Add((end < 0 ? line[1..] : line[1..end]).ToString());
            }
            else if (line.StartsWith("-A ") && table.Length > 0)
            {
                var rule = line[3..];
                var space = rule.IndexOf(' ');
                var jump = rule.LastIndexOf("-j ");
                if (space < 0 || jump < 0)
                    continue;
                var target = rule[(jump + 3)..];
                var end = target.IndexOf(' ');
                state.jumps[table].Add((rule[..space].ToString(), (end < 0 ? target : target[..end]).ToString(), rule.ToString()));
            }
        }

        return state;
    }

    /// <summary>The chains of a table.</summary>
    public IReadOnlyList<string> Chains(string table) => chains.TryGetValue(table, out var list) ? list : [];

    /// <summary>True when a rule of the built-in chain jumps to the target already, under the same condition.</summary>
    public bool HasJump(string table, Jump jump)
    {
        if (!jumps.TryGetValue(table, out var list))
            return false;
        foreach (var (from, to, rule) in list)
        {
            if (from == jump.From && to == jump.To && (jump.Match.Length == 0 || rule.Contains(jump.Match, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    /// <summary>Rules of other chains that jump into one of <paramref name="targets"/>.</summary>
    public IEnumerable<string> JumpsInto(string table, IReadOnlyCollection<string> targets)
    {
        if (!jumps.TryGetValue(table, out var list))
            yield break;
        foreach (var (from, to, rule) in list)
        {
            if (targets.Contains(to) && !targets.Contains(from))
                yield return rule;
        }
    }
}
