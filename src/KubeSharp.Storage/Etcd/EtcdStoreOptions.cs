using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Storage.Etcd;

/// <summary>Where etcd is and how it is used.</summary>
public sealed record EtcdStoreOptions
{
    /// <summary><c>--etcd-servers</c>: addresses of members, <c>http://</c> or <c>https://</c>. One is used at a time; when it fails, the next.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary><c>--etcd-servers-overrides</c>: what is kept elsewhere. All else holds there too: certificates, prefix, compaction. See <see cref="EtcdStores"/>.</summary>
    public IReadOnlyList<EtcdOverride> Overrides { get; init; } = [];

    /// <summary><c>--etcd-cafile</c>: PEM file of the authorities that members' certificates are checked against; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary><c>--etcd-certfile</c>: PEM file of the certificate to show; null for none.</summary>
    public string? CertFile { get; init; }

    /// <summary><c>--etcd-keyfile</c>: PEM file of that certificate's key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What every key that the store is asked for starts with.</summary>
    public string KeyRoot { get; init; } = "/registry/";

    /// <summary><c>--etcd-prefix</c>: what stands in etcd in its place, ending in a slash. Nobody else may write below it.</summary>
    public string EtcdPrefix { get; init; } = "/registry/";

    /// <summary>
    /// <c>--etcd-compaction-interval</c>: how long etcd keeps what was overwritten. Of the servers that share an etcd one compacts in each interval.
    /// Zero: never.
    /// </summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one request may take, with its retries on other members.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes the sockets of connections to etcd: tests have them in a network namespace.</summary>
    internal Func<Socket> NewSocket { get; init; } = static () => new Socket(SocketType.Stream, ProtocolType.Tcp);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the store logs.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
