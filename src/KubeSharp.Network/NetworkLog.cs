using Microsoft.Extensions.Logging;

namespace KubeSharp.Network;

/// <summary>What the pod network logs.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(1, LogLevel.Information, "Pod network prepared: node address {Address}, bridge {Bridge}")]
    public static partial void Prepared(ILogger logger, string address, string bridge);

    [LoggerMessage(2, LogLevel.Information, "The machine has no address but loopback; the node gets {Address} on {Interface}")]
    public static partial void Fallback(ILogger logger, string address, string @interface);

    [LoggerMessage(3, LogLevel.Warning, "Could not set {Key}; Services between pods of this node may not answer: {Reason}")]
    public static partial void SysctlFailed(ILogger logger, string key, string reason);

    [LoggerMessage(4, LogLevel.Information, "CNI configuration written to {Directory} for pod range {Ranges}")]
    public static partial void CniWritten(ILogger logger, string directory, string ranges);

    [LoggerMessage(5, LogLevel.Warning, "Pods of node {Node} ({Range} via {Via}) are not reachable from here: {Reason}")]
    public static partial void RouteFailed(ILogger logger, string node, string range, string via, string reason);

    [LoggerMessage(6, LogLevel.Error, "The pod network could not be brought up to date, will try again: {Reason}")]
    public static partial void SyncFailed(ILogger logger, string reason);
}
