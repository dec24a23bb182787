using System.Text;

namespace KubeSharp.Network.Host;

/// <summary>The chains of the pod network, as input for iptables-restore: apart from those of kube-proxy, so that neither disturbs the other.</summary>
internal static class HostRules
{
    /// <summary>Masquerades what pods send out of the pod network.</summary>
    public const string Masquerade = "KUBESHARP-MASQ";

    /// <summary>Lets pod traffic through where the machine forwards nothing by default.</summary>
    public const string Forward = "KUBESHARP-FORWARD";

    /// <summary>The text for one family; null when no range is of it.</summary>
    public static string? Build(NetworkOptions options, bool ipv6)
    {
        var pods = OfFamily(options.ClusterCidrs, ipv6);
        if (pods.Count == 0)
            return null;
        var text = new StringBuilder();
        text.Append("*filter\n:").Append(Forward).Append(" - [0:0]\n");
        foreach (var range in pods)
        {
            text.Append("-A ").Append(Forward).Append(" -s ").Append(range).Append(" -j ACCEPT\n");
            text.Append("-A ").Append(Forward).Append(" -d ").Append(range).Append(" -j ACCEPT\n");
        }

        text.Append("COMMIT\n*nat\n:").Append(Masquerade).Append(" - [0:0]\n");
        foreach (var range in pods)
            text.Append("-A ").Append(Masquerade).Append(" -d ").Append(range).Append(" -j RETURN\n");
        text.Append("-A ").Append(Masquerade).Append(" -d ").Append(ipv6 ? "ff00::/8" : "224.0.0.0/4").Append(" -j RETURN\n");
        foreach (var range in pods)
            text.Append("-A ").Append(Masquerade).Append(" -s ").Append(range).Append(" -j MASQUERADE --random-fully\n");
        return text.Append("COMMIT\n").ToString();
    }

    /// <summary>Those ranges of a list that are of a family.</summary>
    public static List<string> OfFamily(IReadOnlyList<string> ranges, bool ipv6)
    {
        var result = new List<string>();
        foreach (var range in ranges)
        {
            if (range.Contains(':', StringComparison.Ordinal) == ipv6)
                result.Add(range);
        }

        return result;
    }
}
