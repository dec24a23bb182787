using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Storage.Embedded;

/// <summary>How to open the embedded store.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The folder that holds the store's files. It is made when missing; it belongs to one process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// How often history is forgotten, and how long it is kept at least: each time, back to where the store was one interval ago. Upstream's API server does the
    /// same every five minutes (<c>--etcd-compaction-interval</c>). Zero: only when asked.
    /// </summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock for times to live and for compaction.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where faults are named.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
