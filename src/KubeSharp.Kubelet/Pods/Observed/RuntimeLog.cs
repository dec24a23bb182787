using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Pods.Observed;

internal static partial class RuntimeLog
{
    [LoggerMessage(EventName = "RuntimeLost", Level = LogLevel.Warning, Message = "Lost the container runtime ({Reason}); running containers go on, trying to reach it again")]
    public static partial void Lost(ILogger logger, string reason);
}
