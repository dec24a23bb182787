using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Prefers nodes that have the pod's images. An image counts for more the larger it is and the more nodes have it, so that one node with
/// the only copy does not attract everything.
/// </summary>
internal sealed class ImageLocality : IPreScorePlugin, IScorePlugin
{
    private const long MegaByte = 1024 * 1024;
    private const long MinThreshold = 23 * MegaByte;
    private const long MaxPerContainer = 1000 * MegaByte;

    private readonly Status skip;

    /// <summary>Creates the plugin.</summary>
    public ImageLocality() => skip = new Status(StatusCode.Skip, Name);

    /// <inheritdoc/>
    public string Name => "ImageLocality";

    /// <inheritdoc/>
    public Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes)
    {
        var images = new List<(string Name, double Spread)>();
        var spec = pod.Pod.Spec;
        var total = cluster.Nodes.Length;
        foreach (var container in spec.InitContainers ?? [])
            Add(images, container.Image, cluster, total);
        foreach (var container in spec.Containers)
            Add(images, container.Image, cluster, total);
        foreach (var volume in spec.Volumes ?? [])
        {
            if (volume.Image is { } image)
                Add(images, image.Reference, cluster, total);
        }

        if (images.Count == 0)
            return skip;
        var containers = spec.Containers.Count + (spec.InitContainers?.Count ?? 0);
        state.Set(this, new Data([.. images], MaxPerContainer * containers));
        return null;
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<Data>(this) is not { } data || node.Images is not { } present)
            return 0;
        long sum = 0;
        foreach (var (name, spread) in data.Images)
        {
            if (present.TryGetValue(name, out var size))
                sum += (long)(size * spread);
        }

        sum = Math.Clamp(sum, MinThreshold, data.MaxThreshold);
        return 100 * (sum - MinThreshold) / (data.MaxThreshold - MinThreshold);
    }

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // Scores are in 0..100 already.
    }

    private static void Add(List<(string Name, double Spread)> images, string? image, ClusterState cluster, int total)
    {
        if (string.IsNullOrEmpty(image) || total == 0)
            return;
        var name = WithTag(image);
        var count = cluster.NodesWithImage(name);
        if (count > 0)
            images.Add((name, (double)count / total));
    }

    private static string WithTag(string image) =>
        image.LastIndexOf(':') <= image.LastIndexOf('/') ? image + ":latest" : image;

    private sealed class Data((string Name, double Spread)[] images, long maxThreshold) : ICycleData
    {
        public (string Name, double Spread)[] Images { get; } = images;

        public long MaxThreshold { get; } = maxThreshold;

        public ICycleData Clone() => this;
    }
}
