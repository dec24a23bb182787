using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Reading;

/// <summary>An object of a watch could not be brought into the version of the watcher: the watch ends with this error.</summary>
internal sealed class UnreadableObjectException(StatusError error) : Exception(error.Message)
{
    /// <summary>What the watcher is told.</summary>
    public StatusError Error { get; } = error;
}
