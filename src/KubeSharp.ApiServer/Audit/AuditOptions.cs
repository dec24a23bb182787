namespace KubeSharp.ApiServer.Audit;

/// <summary>What is written down about requests, and where: the <c>--audit-*</c> flags.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/</remarks>
public sealed record AuditOptions
{
    /// <summary><c>--audit-policy-file</c>; without it nothing is written down.</summary>
    public string? PolicyFile { get; init; }

    /// <summary><c>--audit-log-path</c>; <c>-</c> is the standard output.</summary>
    public string? LogPath { get; init; }

    /// <summary><c>--audit-log-maxage</c>: days to keep old files; 0 keeps them.</summary>
    public int LogMaxAge { get; init; }

    /// <summary><c>--audit-log-maxbackup</c>: old files to keep; 0 keeps all.</summary>
    public int LogMaxBackups { get; init; }

    /// <summary><c>--audit-log-maxsize</c>: megabytes after which a new file is begun; 0 is 100.</summary>
    public int LogMaxSize { get; init; }

    /// <summary><c>--audit-log-compress</c>: old files are compressed with gzip.</summary>
    public bool LogCompress { get; init; }

    /// <summary><c>--audit-log-format</c> is <c>legacy</c> rather than <c>json</c>.</summary>
    public bool LogLegacyFormat { get; init; }

    /// <summary>How events come into the log.</summary>
    public AuditBatchOptions Log { get; init; } = AuditBatchOptions.ForLog;

    /// <summary><c>--audit-webhook-config-file</c>: a kubeconfig that says where events are posted.</summary>
    public string? WebhookConfigFile { get; init; }

    /// <summary><c>--audit-webhook-initial-backoff</c>: the wait before the first retry.</summary>
    public TimeSpan WebhookInitialBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How events come to the webhook.</summary>
    public AuditBatchOptions Webhook { get; init; } = AuditBatchOptions.ForWebhook;

    /// <summary>Whether anything is audited at all.</summary>
    public bool Enabled => PolicyFile is not null && (LogPath is not null || WebhookConfigFile is not null);
}
