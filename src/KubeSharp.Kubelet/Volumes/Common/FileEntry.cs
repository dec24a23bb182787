namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>One file of a volume that the kubelet writes.</summary>
/// <param name="Data">The content.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="User">The owner, or null for root.</param>
internal sealed record FileEntry(ReadOnlyMemory<byte> Data, int Mode, long? User = null);
