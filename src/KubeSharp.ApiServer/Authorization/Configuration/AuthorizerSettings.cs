using KubeSharp.ApiServer.Authorization.Webhook;

namespace KubeSharp.ApiServer.Authorization.Configuration;

/// <summary>One authorizer of an AuthorizationConfiguration.</summary>
/// <param name="Type">Node, RBAC, ABAC, AlwaysAllow, AlwaysDeny or Webhook.</param>
/// <param name="Name">Its name in metrics and logs.</param>
/// <param name="Webhook">What to ask, for a webhook.</param>
internal sealed record AuthorizerSettings(string Type, string Name, WebhookAuthorizerSettings? Webhook = null);
