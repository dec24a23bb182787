using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy.Shell;

/// <summary>What the proxy logs.</summary>
internal static partial class ProxyLog
{
    [LoggerMessage(1, LogLevel.Information, "Proxy started in {Mode} mode for {Families}")]
    public static partial void Started(ILogger logger, ProxyMode mode, string families);

    [LoggerMessage(2, LogLevel.Error, "Could not write the {Family} rules, will try again: {Reason}")]
    public static partial void SyncFailed(ILogger logger, IpFamily family, string reason);

    [LoggerMessage(3, LogLevel.Debug, "Wrote the {Family} rules of {Ports} service ports (everything: {Full})")]
    public static partial void Synced(ILogger logger, IpFamily family, int ports, bool full);

    [LoggerMessage(4, LogLevel.Warning, "Another program removed the {Family} rules, writing them again")]
    public static partial void Flushed(ILogger logger, IpFamily family);

    [LoggerMessage(5, LogLevel.Warning, "{Family} is left out: {Reason}")]
    public static partial void FamilyLeftOut(ILogger logger, IpFamily family, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Could not listen on health check port {Port} of Service {Service}: {Reason}")]
    public static partial void HealthPortFailed(ILogger logger, int port, string service, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Could not listen on {Address} for /healthz: {Reason}")]
    public static partial void HealthzFailed(ILogger logger, string address, string reason);

    [LoggerMessage(8, LogLevel.Information, "UDP flows to endpoints that are gone are not cut off: {Reason}")]
    public static partial void ConntrackFailed(ILogger logger, string reason);
}
