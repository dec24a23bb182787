using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Admission.Quota;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What admission plug-ins work with.</summary>
internal sealed record AdmissionServices
{
    /// <summary>The command line.</summary>
    public required ApiServerOptions Options { get; init; }

    /// <summary>All objects, as the caches have them.</summary>
    public required IObjectLister Objects { get; init; }

    /// <summary>What is served.</summary>
    public required ResourceRegistry Registry { get; init; }

    /// <summary>Who may do what.</summary>
    public required IAuthorizer Authorizer { get; init; }

    /// <summary>The roles; null without <c>RBAC</c> among the authorization modes.</summary>
    public RbacAuthorizer? Rbac { get; init; }

    /// <summary>Where quotas are charged.</summary>
    public required QuotaLedger Ledger { get; init; }

    /// <summary>Creates objects on the server's own behalf.</summary>
    public required ObjectMaker Maker { get; init; }

    /// <summary>Calls webhooks.</summary>
    public required WebhookCaller Webhooks { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where faults are named.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Objects in other versions.</summary>
    public VersionedObjects Versions => field ??= new VersionedObjects(Registry);
}
