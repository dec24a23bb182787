namespace KubeSharp.Kubelet.Images;

/// <summary>An image archive cannot be used; the message is one sentence for the user.</summary>
public sealed class ImageArchiveException : Exception
{
    /// <inheritdoc/>
    public ImageArchiveException()
    {
    }

    /// <inheritdoc/>
    public ImageArchiveException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ImageArchiveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
