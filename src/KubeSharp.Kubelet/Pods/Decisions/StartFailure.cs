namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>The last attempt to start something failed.</summary>
/// <param name="Reason">The waiting reason to show: ErrImagePull, CreateContainerConfigError, ...</param>
/// <param name="Message">The message to show.</param>
/// <param name="RetryAt">Not again before this instant.</param>
internal sealed record StartFailure(string Reason, string Message, DateTimeOffset RetryAt);
