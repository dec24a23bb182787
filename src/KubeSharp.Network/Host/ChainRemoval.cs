using System.Text;

namespace KubeSharp.Network.Host;

/// <summary>Removes chains with every rule that jumps into them, from the output of iptables-save to the input of iptables-restore.</summary>
internal static class ChainRemoval
{
    /// <summary>Empty when no chain has one of the prefixes.</summary>
    public static string Build(string saved, params string[] prefixes)
    {
        var text = new StringBuilder();
        var table = "";
        var chains = new List<string>();
        var jumps = new List<string>();
        foreach (var line in saved.Split('\n'))
        {
            if (line.StartsWith('*'))
            {
                Flush();
                table = line.Trim();
            }
            else if (line.StartsWith(':'))
            {
                var chain = line[1..].Split(' ')[0];
                if (IsOurs(chain))
                    chains.Add(chain);
            }
            else if (line.StartsWith("-A ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                var jump = Array.LastIndexOf(words, "-j");
                if (jump > 0 && jump + 1 < words.Length && IsOurs(words[jump + 1]) && !IsOurs(words[1]))
                    jumps.Add(line[3..]);
            }
        }

        Flush();
        return text.ToString();

        bool IsOurs(string chain) => Array.Exists(prefixes, prefix => chain.StartsWith(prefix, StringComparison.Ordinal));

        void Flush()
        {
            if (chains.Count > 0)
            {
                text.Append(table).Append('\n');
                foreach (var rule in jumps)
                    text.Append("-D ").Append(rule).Append('\n');
                foreach (var chain in chains)
                    text.Append(':').Append(chain).Append(" - [0:0]\n");
                foreach (var chain in chains)
                    text.Append("-X ").Append(chain).Append('\n');
                text.Append("COMMIT\n");
            }

            chains.Clear();
            jumps.Clear();
        }
    }
}
