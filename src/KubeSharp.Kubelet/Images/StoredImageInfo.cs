namespace KubeSharp.Kubelet.Images;

/// <summary>An image on this node.</summary>
/// <param name="Tags">Its names with tags; may be empty.</param>
/// <param name="Digests">Its names with digests; may be empty.</param>
/// <param name="Id">The digest of its configuration.</param>
/// <param name="Bytes">Its size, compressed layers as they are stored.</param>
/// <param name="Pinned">Garbage collection leaves it alone.</param>
public sealed record StoredImageInfo(IReadOnlyList<string> Tags, IReadOnlyList<string> Digests, string Id, long Bytes, bool Pinned);
