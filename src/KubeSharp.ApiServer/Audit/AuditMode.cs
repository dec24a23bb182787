namespace KubeSharp.ApiServer.Audit;

/// <summary>How a backend takes events: <c>--audit-log-mode</c>, <c>--audit-webhook-mode</c>.</summary>
public enum AuditMode
{
    /// <summary>Requests wait until their event is stored; if it cannot be, they go on.</summary>
    Blocking,

    /// <summary>Events are gathered and stored later; when too many wait, new ones are dropped.</summary>
    Batch,

    /// <summary>Requests wait, and fail if the event of their arrival cannot be stored.</summary>
    BlockingStrict,
}
