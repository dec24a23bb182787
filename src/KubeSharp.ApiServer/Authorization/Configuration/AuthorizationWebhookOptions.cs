namespace KubeSharp.ApiServer.Authorization.Configuration;

/// <summary>The <c>--authorization-webhook-*</c> flags, for the mode <c>Webhook</c>.</summary>
public sealed record AuthorizationWebhookOptions
{
    /// <summary><c>-config-file</c>: a kubeconfig.</summary>
    public string? ConfigFile { get; init; }

    /// <summary><c>-version</c>: of SubjectAccessReview.</summary>
    public string Version { get; init; } = "v1beta1";

    /// <summary><c>-cache-authorized-ttl</c>.</summary>
    public TimeSpan AuthorizedTtl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>-cache-unauthorized-ttl</c>.</summary>
    public TimeSpan UnauthorizedTtl { get; init; } = TimeSpan.FromSeconds(30);
}
