using KubeSharp.ApiServer.Authentication.Certificates;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting;

/// <summary>What authenticators and authorizers are made with.</summary>
/// <param name="Options">The command line.</param>
/// <param name="Objects">Reads objects from memory.</param>
/// <param name="Connections">Connections to services outside.</param>
/// <param name="Webhooks">Asks services outside.</param>
/// <param name="Chains">What clients showed beside their certificates.</param>
/// <param name="Loggers">Where faults are named.</param>
/// <param name="Time">The time.</param>
internal sealed record AccessServices(
    ApiServerOptions Options,
    IObjectLister Objects,
    WebhookConnections Connections,
    WebhookCaller Webhooks,
    PresentedChains Chains,
    ILoggerFactory Loggers,
    TimeProvider Time);
