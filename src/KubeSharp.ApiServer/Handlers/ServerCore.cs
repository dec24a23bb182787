using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.ApiServer.Writing;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>What the handlers of requests work with.</summary>
internal sealed class ServerCore
{
    public required ApiServerOptions Options { get; init; }

    public required ResourceRegistry Registry { get; init; }

    public required IObjectReader Reader { get; init; }

    public required ObjectStore Objects { get; init; }

    public required ObjectDeleter Deleter { get; init; }

    /// <summary>For PUT and apply of what does not exist: they need the right to create, too.</summary>
    public required IAuthorizer Authorizer { get; init; }

    public required AdmissionChain Admission { get; init; }

    /// <summary>Who owns which fields.</summary>
    public required FieldManagers Fields { get; init; }

    /// <summary>Calls admission, conversion and other webhooks.</summary>
    public required WebhookCaller Webhooks { get; init; }

    public required TimeProvider Time { get; init; }
}
