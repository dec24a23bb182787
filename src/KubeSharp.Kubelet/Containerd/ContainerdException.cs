namespace KubeSharp.Kubelet.Containerd;

/// <summary>containerd cannot be brought up; the message is one sentence for the user.</summary>
public sealed class ContainerdException : Exception
{
    /// <inheritdoc/>
    public ContainerdException()
    {
    }

    /// <inheritdoc/>
    public ContainerdException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ContainerdException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
