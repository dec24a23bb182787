namespace KubeSharp.ApiServer.Webhooks;

/// <summary>A Service behind which a webhook (or an aggregated API server) stands.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Port">The port of the Service, not that of its endpoints.</param>
internal sealed record WebhookService(string Namespace, string Name, int Port)
{
    /// <summary>The name that the certificate of the webhook must carry.</summary>
    public string ServerName => $"{Name}.{Namespace}.svc";
}
