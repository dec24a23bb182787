using System.Text;
using KubeSharp.Proxy.Iptables;
using KubeSharp.Proxy.Model;
using KubeSharp.Proxy.Nftables;

namespace KubeSharp.Proxy.Tests;

/// <summary>
/// The golden scripts: Services and endpoints, and the text that the kernel's tools get for them. To take over changed text after reading
/// the difference, run with KUBESHARP_REWRITE_SCRIPTS naming the folder.
/// </summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var name in typeof(ScriptTests).Assembly.GetManifestResourceNames())
                data.Add(name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_are_what_the_script_says(string name)
    {
        using var stream = typeof(ScriptTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var script = reader.ReadToEnd().ReplaceLineEndings("\n");
        var actual = new Replay().Run(script);
        if (Environment.GetEnvironmentVariable("KUBESHARP_REWRITE_SCRIPTS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name + ".script"), actual);
            return;
        }

        Assert.Equal(script, actual, ignoreLineEndingDifferences: true);
    }

    private sealed class Replay
    {
        private readonly ClusterBuilder cluster = new();
        private readonly StringBuilder output = new();
        private ProxyOptions options = new()
        {
            NodeName = "here",
            ClusterCidrs = ["10.244.0.0/16", "fd00:10:244::/56"],
            ServiceCidrs = ["10.96.0.0/12", "fd00:10:96::/112"],
        };

        private RuleSet? iptables;
        private NftRules? nftables;
        private ProxyModel? last;
        private string zone = "";

        public string Run(string script)
        {
            var skipping = false;
            foreach (var line in script.TrimEnd('\n').Split('\n'))
            {
                if (line == "----")
                {
                    skipping = true;
                    continue;
                }

                if (line == "====")
                {
                    skipping = false;
                    continue;
                }

                if (skipping)
                    continue;
                output.Append(line).Append('\n');
                if (line.Length > 0 && !line.StartsWith('#'))
                    Execute(line);
            }

            return output.ToString();
        }

        private void Execute(string line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "zone":
                    zone = words[1];
                    break;
                case "node-port-addresses":
                    options = options with { NodePortAddresses = [words[1]] };
                    break;
                case "iptables":
                    iptables = RuleBuilder.Build(cluster.Model(Family(words), zone), options);
                    Print(RestoreText.Full(iptables, KernelState.Empty));
                    break;
                case "iptables-services":
                    // Only what Services add to the frame of an empty cluster.
                    var bare = RuleBuilder.Build(new ClusterBuilder().Model(), options);
                    iptables = RuleBuilder.Build(cluster.Model(Family(words), zone), options);
                    Print(RestoreText.Changes(bare, iptables));
                    break;
                case "iptables-changes":
                    var next = RuleBuilder.Build(cluster.Model(Family(words), zone), options);
                    Print(RestoreText.Changes(iptables!, next));
                    iptables = next;
                    break;
                case "nftables":
                    nftables = NftBuilder.Build(cluster.Model(Family(words), zone), options);
                    Print(NftText.Full(nftables));
                    break;
                case "nftables-changes":
                    var nextNft = NftBuilder.Build(cluster.Model(Family(words), zone), options);
                    Print(NftText.Changes(nftables!, nextNft));
                    nftables = nextNft;
                    break;
                case "conntrack":
                    var model = cluster.Model(Family(words), zone);
                    foreach (var arguments in ConntrackCleanup.Decide(last ?? model with { Ports = [] }, model))
                        pending.AppendJoin(' ', arguments).Append('\n');
                    last = model;
                    Print(pending.ToString());
                    pending.Clear();
                    break;
                default:
                    cluster.Apply(line);
                    break;
            }
        }

        private readonly StringBuilder pending = new();

        private static IpFamily Family(string[] words) => words.Length > 1 && words[1] == "ipv6" ? IpFamily.IPv6 : IpFamily.IPv4;

        private void Print(string text) => output.Append("----\n").Append(text.Length == 0 ? "nothing\n" : text).Append("====\n");
    }
}
