namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>When in the life of a request an event is made.</summary>
[Flags]
internal enum AuditStages
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>As soon as the request is known, before it is worked on.</summary>
    RequestReceived = 1,

    /// <summary>The headers of the answer are sent; only for requests that last (watch, exec).</summary>
    ResponseStarted = 2,

    /// <summary>The answer is complete.</summary>
    ResponseComplete = 4,

    /// <summary>The server failed in the middle.</summary>
    Panic = 8,
}
