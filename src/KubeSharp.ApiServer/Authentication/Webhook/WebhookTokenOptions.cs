namespace KubeSharp.ApiServer.Authentication.Webhook;

/// <summary>The <c>--authentication-token-webhook-*</c> flags.</summary>
public sealed record WebhookTokenOptions
{
    /// <summary><c>-config-file</c>: a kubeconfig; null for no webhook.</summary>
    public string? ConfigFile { get; init; }

    /// <summary><c>-version</c>: of TokenReview.</summary>
    public string Version { get; init; } = "v1beta1";

    /// <summary><c>-cache-ttl</c>.</summary>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromMinutes(2);
}
