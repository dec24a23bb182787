using Microsoft.Extensions.Logging;

namespace KubeSharp.Client;

internal static partial class InformerLog
{
    [LoggerMessage(EventId = 101, EventName = "InformerFailing", Level = LogLevel.Warning, Message = "cannot follow {Resource}, trying again until it works: {Reason}")]
    public static partial void Failing(ILogger logger, string resource, string reason);

    [LoggerMessage(EventId = 102, EventName = "InformerStillFailing", Level = LogLevel.Debug, Message = "still cannot follow {Resource}: {Reason}")]
    public static partial void StillFailing(ILogger logger, string resource, string reason);

    [LoggerMessage(EventId = 103, EventName = "InformerRecovered", Level = LogLevel.Information, Message = "following {Resource} again after {Failures} failed tries")]
    public static partial void Recovered(ILogger logger, string resource, int failures);

    [LoggerMessage(EventId = 104, EventName = "InformerRelist", Level = LogLevel.Debug, Message = "listing {Resource} again: {Reason}")]
    public static partial void Relist(ILogger logger, string resource, string reason);

    [LoggerMessage(EventId = 105, EventName = "InformerHandlerFailed", Level = LogLevel.Error, Message = "a handler of {Resource} failed for {Key}")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string resource, ObjectKey key);
}
