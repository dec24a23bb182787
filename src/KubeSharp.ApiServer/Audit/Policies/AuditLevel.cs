namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>How much of a request is written down, from nothing to everything.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy</remarks>
internal enum AuditLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Who, when, what and how it ended.</summary>
    Metadata,

    /// <summary>Also the object that was sent.</summary>
    Request,

    /// <summary>Also the object that was answered.</summary>
    RequestResponse,
}
