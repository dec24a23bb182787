using KubeSharp.Kubelet.Cri.V1;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// Which images to remove. Pure.
/// https://kubernetes.io/docs/concepts/architecture/garbage-collection/#container-image-lifecycle
/// </summary>
internal static class ImageGarbage
{
    /// <param name="images">The images on the node.</param>
    /// <param name="inUse">Ids and names of images that containers, dead ones included, run.</param>
    /// <param name="pinned">Names that must stay.</param>
    /// <param name="lastUsed">When each image, by id, was last seen in use, or first seen at all.</param>
    /// <param name="now">The instant of the decision.</param>
    /// <param name="leastAge">Images younger than that stay.</param>
    /// <param name="bytes">How much to free.</param>
    /// <returns>Ids, the longest unused first, until enough would be freed.</returns>
    public static List<string> Choose(
        IReadOnlyList<Image> images, IReadOnlySet<string> inUse, IReadOnlySet<string> pinned, IReadOnlyDictionary<string, DateTimeOffset> lastUsed,
        DateTimeOffset now, TimeSpan leastAge, long bytes)
    {
        var candidates = new List<Image>();
        foreach (var image in images)
        {
            var used = inUse.Contains(image.Id) || image.RepoTags.Any(inUse.Contains) || image.RepoDigests.Any(inUse.Contains);
            var spared = image.Pinned || image.RepoTags.Any(pinned.Contains) || image.RepoDigests.Any(pinned.Contains);
            if (!used && !spared && lastUsed.TryGetValue(image.Id, out var last) && now - last >= leastAge)
            {
                candidates.Add(image);
            }
        }

        candidates.Sort((a, b) => lastUsed[a.Id].CompareTo(lastUsed[b.Id]));
        var chosen = new List<string>();
        foreach (var image in candidates)
        {
            if (bytes <= 0)
            {
                break;
            }

            chosen.Add(image.Id);
            bytes -= (long)image.Size;
        }

        return chosen;
    }
}
