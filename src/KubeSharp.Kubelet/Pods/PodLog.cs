using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Pods;

internal static partial class PodLog
{
    [LoggerMessage(EventName = "PodOperationFailed", Level = LogLevel.Warning, Message = "Pod {Namespace}/{Name}: {Reason}")]
    public static partial void Failed(ILogger logger, string? @namespace, string? name, string reason);

    [LoggerMessage(EventName = "PodWorkerFailed", Level = LogLevel.Error, Message = "The worker of pod {Namespace}/{Name} failed; it starts over")]
    public static partial void WorkerFailed(ILogger logger, Exception exception, string? @namespace, string? name);

    [LoggerMessage(EventName = "OrphanPod", Level = LogLevel.Information, Message = "Pod {Namespace}/{Name} ({Uid}) is no longer wanted: removing it")]
    public static partial void Orphan(ILogger logger, string? @namespace, string? name, string uid);
}
