using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Etcd;

/// <summary>What the store on etcd logs.</summary>
internal static partial class EtcdLog
{
    /// <summary>The store is not open yet.</summary>
    [LoggerMessage(10, LogLevel.Warning, "Waiting for etcd: {Reason}")]
    public static partial void Waiting(ILogger logger, string reason);

    /// <summary>One interval's compaction did not work.</summary>
    [LoggerMessage(11, LogLevel.Warning, "etcd was not compacted: {Reason}")]
    public static partial void NotCompacted(ILogger logger, string reason);
}
