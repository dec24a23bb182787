namespace KubeSharp.ApiServer.Webhooks;

/// <summary>How the API server proves to a webhook who it is. Everything is optional.</summary>
internal sealed record WebhookCredentials
{
    /// <summary>Nothing is proved.</summary>
    public static WebhookCredentials None { get; } = new();

    /// <summary>PEM of the client certificate.</summary>
    public string ClientCertificate { get; init; } = "";

    /// <summary>PEM of its key.</summary>
    public string ClientKey { get; init; } = "";

    /// <summary>A bearer token.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file with a bearer token, read again when it is a minute old; comes before <see cref="Token"/>.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>A user name for basic authentication.</summary>
    public string Username { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";
}
