using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Containerd;

internal static partial class ContainerdLog
{
    [LoggerMessage(EventName = "ContainerdStarted", Level = LogLevel.Information, Message = "containerd started, process {Process}, socket {Socket}")]
    public static partial void Started(ILogger logger, int process, string socket);

    [LoggerMessage(EventName = "ContainerdAdopted", Level = LogLevel.Information, Message = "containerd already runs, process {Process}: adopted")]
    public static partial void Adopted(ILogger logger, int process);

    [LoggerMessage(EventName = "ContainerdReconfigured", Level = LogLevel.Information, Message = "containerd settings changed: restarting process {Process}")]
    public static partial void Reconfigured(ILogger logger, int process);

    [LoggerMessage(EventName = "ContainerdDied", Level = LogLevel.Error, Message = "containerd (process {Process}) ended: starting it again; its log is {LogFile}")]
    public static partial void Died(ILogger logger, int process, string logFile);

    [LoggerMessage(EventName = "ContainerdStartFailed", Level = LogLevel.Error, Message = "{Reason}; trying again in {Pause}")]
    public static partial void StartFailed(ILogger logger, string reason, TimeSpan pause);
}
