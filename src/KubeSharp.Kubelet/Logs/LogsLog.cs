using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Logs;

internal static partial class LogsLog
{
    [LoggerMessage(EventName = "LogRotationFailed", Level = LogLevel.Warning, Message = "Cannot rotate {File}: {Reason}")]
    public static partial void RotationFailed(ILogger logger, string file, string reason);
}
