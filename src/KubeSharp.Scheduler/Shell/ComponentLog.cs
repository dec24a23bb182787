using Microsoft.Extensions.Logging;

namespace KubeSharp.Scheduler.Shell;

/// <summary>What the scheduler logs.</summary>
internal static partial class ComponentLog
{
    [LoggerMessage(1, LogLevel.Information, "Scheduler started, {Nodes} nodes known")]
    public static partial void Started(ILogger logger, int nodes);

    [LoggerMessage(2, LogLevel.Debug, "Bound pod {Pod} to node {Node}")]
    public static partial void Bound(ILogger logger, string pod, string node);

    [LoggerMessage(3, LogLevel.Warning, "Could not bind pod {Pod} to node {Node}, will try again: {Reason}")]
    public static partial void BindingFailed(ILogger logger, string pod, string node, string reason);

    [LoggerMessage(4, LogLevel.Debug, "Pod {Pod} fits nowhere: {Reason}")]
    public static partial void Unschedulable(ILogger logger, string pod, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Could not write {What} of pod {Pod}: {Reason}")]
    public static partial void WriteFailed(ILogger logger, string what, string pod, string reason);

    [LoggerMessage(6, LogLevel.Information, "Pod {Victim} makes room for pod {Pod} on node {Node}")]
    public static partial void Preempting(ILogger logger, string victim, string pod, string node);

    [LoggerMessage(7, LogLevel.Error, "A change of the cluster could not be taken in")]
    public static partial void ChangeFailed(ILogger logger, Exception fault);

    [LoggerMessage(8, LogLevel.Error, "Scheduling failed unexpectedly")]
    public static partial void SchedulingFailed(ILogger logger, Exception fault);
}
