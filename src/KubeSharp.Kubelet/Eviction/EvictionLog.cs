using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Eviction;

internal static partial class EvictionLog
{
    [LoggerMessage(EventName = "Evicting", Level = LogLevel.Warning, Message = "Evicting pod {Namespace}/{Name}: the node is low on {Resource}")]
    public static partial void Evicting(ILogger logger, string? @namespace, string? name, string resource);

    [LoggerMessage(EventName = "DiskReliefFailed", Level = LogLevel.Warning, Message = "Cannot remove unused images under disk pressure: {Reason}")]
    public static partial void ReliefFailed(ILogger logger, string reason);
}
