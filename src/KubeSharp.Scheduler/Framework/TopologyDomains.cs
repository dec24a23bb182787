namespace KubeSharp.Scheduler.Framework;

/// <summary>The domains that one label key divides the nodes into.</summary>
internal sealed class TopologyDomains
{
    private readonly Dictionary<string, int> numbers;

    private TopologyDomains(int version, int[] ofNode, Dictionary<string, int> numbers)
    {
        Version = version;
        OfNode = ofNode;
        this.numbers = numbers;
    }

    /// <summary>The labels version these were built from.</summary>
    public int Version { get; }

    /// <summary>The domain's number by node index; -1 for a node without the label.</summary>
    public int[] OfNode { get; }

    /// <summary>How many domains there are.</summary>
    public int Count => numbers.Count;

    /// <summary>Builds the index.</summary>
    public static TopologyDomains Build(string key, NodeInfo[] nodes, int version)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofNode = new int[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Labels is not { } labels || !labels.TryGetValue(key, out var value))
            {
                ofNode[i] = -1;
                continue;
            }

            if (!numbers.TryGetValue(value, out var number))
                numbers.Add(value, number = numbers.Count);
            ofNode[i] = number;
        }

        return new TopologyDomains(version, ofNode, numbers);
    }
}
