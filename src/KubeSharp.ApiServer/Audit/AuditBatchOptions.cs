namespace KubeSharp.ApiServer.Audit;

/// <summary>How events are gathered and cut: the <c>--audit-log-batch-*</c> and <c>--audit-log-truncate-*</c> flags, and the same for the webhook.</summary>
public sealed record AuditBatchOptions
{
    /// <summary><c>-mode</c>.</summary>
    public AuditMode Mode { get; init; }

    /// <summary><c>-batch-buffer-size</c>: events that may wait; more are dropped.</summary>
    public int BufferSize { get; init; } = 10_000;

    /// <summary><c>-batch-max-size</c>: events of one batch at most.</summary>
    public int MaxBatchSize { get; init; } = 1;

    /// <summary><c>-batch-max-wait</c>: how long an event may wait for its batch to fill.</summary>
    public TimeSpan MaxBatchWait { get; init; }

    /// <summary><c>-batch-throttle-enable</c>.</summary>
    public bool Throttle { get; init; }

    /// <summary><c>-batch-throttle-qps</c>: batches a second on the average.</summary>
    public double ThrottleQps { get; init; }

    /// <summary><c>-batch-throttle-burst</c>: batches at once after a quiet time.</summary>
    public int ThrottleBurst { get; init; }

    /// <summary><c>-truncate-enabled</c>.</summary>
    public bool Truncate { get; init; }

    /// <summary><c>-truncate-max-batch-size</c>, in bytes.</summary>
    public long MaxBatchBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary><c>-truncate-max-event-size</c>, in bytes: larger events lose their objects; if that does not help they are dropped.</summary>
    public long MaxEventBytes { get; init; } = 100 * 1024;

    /// <summary>Upstream's values for the log.</summary>
    public static AuditBatchOptions ForLog { get; } = new() { Mode = AuditMode.Blocking };

    /// <summary>Upstream's values for the webhook.</summary>
    public static AuditBatchOptions ForWebhook { get; } = new()
    {
        Mode = AuditMode.Batch,
        MaxBatchSize = 400,
        MaxBatchWait = TimeSpan.FromSeconds(30),
        Throttle = true,
        ThrottleQps = 10,
        ThrottleBurst = 15,
    };
}
