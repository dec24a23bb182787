namespace KubeSharp.Kubelet.Pods;

/// <summary>A container could not be started; reason and message are those its status shows while it waits.</summary>
/// <param name="reason">ErrImagePull, CreateContainerError, ...</param>
/// <param name="message">For people.</param>
/// <param name="retryAfter">How long to wait before the next try; null for the ordinary pause.</param>
/// <param name="inner">What caused it.</param>
internal sealed class StartException(string reason, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    public string Reason { get; } = reason;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
