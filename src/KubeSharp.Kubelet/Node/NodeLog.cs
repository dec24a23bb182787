using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Node;

internal static partial class NodeLog
{
    [LoggerMessage(EventName = "NodeRegistered", Level = LogLevel.Information, Message = "Node {Name} is registered")]
    public static partial void Registered(ILogger logger, string name);

    [LoggerMessage(EventName = "NodeNotRegistered", Level = LogLevel.Warning, Message = "Node {Name} cannot be registered yet: {Reason}")]
    public static partial void NotRegistered(ILogger logger, string name, string reason);

    [LoggerMessage(EventName = "NodeReadiness", Level = LogLevel.Information, Message = "Node {Name} is {State}")]
    public static partial void Ready(ILogger logger, string name, string state);

    [LoggerMessage(EventName = "NodeStatusFailed", Level = LogLevel.Warning, Message = "The node's status is not written: {Reason}")]
    public static partial void StatusFailed(ILogger logger, string reason);

    [LoggerMessage(EventName = "NodeLeaseFailed", Level = LogLevel.Warning, Message = "The node's lease is not renewed: {Reason}")]
    public static partial void LeaseFailed(ILogger logger, string reason);

    [LoggerMessage(EventName = "KubeletStarted", Level = LogLevel.Information, Message = "The kubelet of node {Name} runs, {Pods} pods adopted")]
    public static partial void Started(ILogger logger, string name, int pods);
}
