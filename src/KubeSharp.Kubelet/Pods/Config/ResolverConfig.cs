namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>What stands in a resolv.conf.</summary>
internal sealed record ResolverConfig(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options)
{
    public static readonly ResolverConfig Empty = new([], [], []);

    /// <summary>Reads the format of resolv.conf(5).</summary>
    public static ResolverConfig Parse(string text)
    {
        var servers = new List<string>();
        IReadOnlyList<string> searches = [], options = [];
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", var server, ..]:
                    servers.Add(server);
                    break;
                case ["search", .. var domains]:
                    searches = [.. domains.Where(d => d != ".").Select(d => d.TrimEnd('.'))];
                    break;
                case ["options", .. var values]:
                    options = values;
                    break;
                default:
                    break;
            }
        }

        return new ResolverConfig(servers, searches, options);
    }
}
