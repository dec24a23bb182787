using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Cgroups;

internal static partial class CgroupLog
{
    [LoggerMessage(EventName = "CgroupFailed", Level = LogLevel.Warning, Message = "Cannot set up the cgroup of pod {Namespace}/{Name}: {Reason}")]
    public static partial void Failed(ILogger logger, string? @namespace, string? name, string reason);
}
