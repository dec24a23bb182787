using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Status;

internal static partial class StatusLog
{
    [LoggerMessage(EventName = "StatusNotWritten", Level = LogLevel.Warning, Message = "The status of pod {Namespace}/{Name} is not written: {Reason}; trying again in {Pause}")]
    public static partial void Failed(ILogger logger, string? @namespace, string? name, string reason, TimeSpan pause);
}
