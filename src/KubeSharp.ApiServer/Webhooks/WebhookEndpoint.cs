using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Where a webhook is, whom it must prove to be, and how the API server proves to it who calls.</summary>
/// <remarks>
/// Made from the <c>clientConfig</c> of an API object (<see cref="FromClientConfig"/>) or from a kubeconfig file named on the command line
/// (<see cref="WebhookKubeConfig"/>). Endpoints that are equal but for their path share connections.
/// </remarks>
internal sealed record WebhookEndpoint
{
    private const int DefaultPort = 443;

    /// <summary>What is called, for Services with their name in the cluster as host: <c>https://NAME.NAMESPACE.svc:443/path</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The Service to connect to instead of resolving the host; null to resolve it.</summary>
    public WebhookService? Service { get; init; }

    /// <summary>The name that the server's certificate must carry; null takes the host of the URL.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>PEM of the authorities that the server's certificate must come from; empty takes the system's.</summary>
    public string CaBundle { get; init; } = "";

    /// <summary>Whether any certificate of the server will do.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Who calls.</summary>
    public WebhookCredentials Credentials { get; init; } = WebhookCredentials.None;

    /// <summary>The HTTP proxy on the way; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Reads the <c>clientConfig</c> of a webhook configuration or of a CustomResourceDefinition's conversion.</summary>
    /// <param name="config">A valid clientConfig.</param>
    /// <param name="credentials">Finds the credentials for a host and port (<c>name.namespace.svc:443</c>); null for none.</param>
    public static WebhookEndpoint FromClientConfig(JsonObject config, Func<string, WebhookCredentials>? credentials = null)
    {
        var bundle = PemText(config.GetString("caBundle"));
        if (config.GetObject("service") is { } service)
        {
            var target = new WebhookService(
                service.GetString("namespace") ?? "", service.GetString("name") ?? "", (int)(service.GetInt64("port") ?? DefaultPort));
            var path = service.GetString("path") ?? "";
            if (!path.StartsWith('/')) path = "/" + path;
            return new WebhookEndpoint
            {
                Url = new Uri($"https://{target.ServerName}:{target.Port}{path}"),
                Service = target,
                CaBundle = bundle,
                Credentials = credentials?.Invoke($"{target.ServerName}:{target.Port}") ?? WebhookCredentials.None,
            };
        }

        var url = new Uri(config.GetString("url") ?? "", UriKind.Absolute);
        return new WebhookEndpoint
        {
            Url = url,
            CaBundle = bundle,
            Credentials = credentials?.Invoke($"{url.Host}:{url.Port}") ?? WebhookCredentials.None,
        };
    }

    /// <summary>The URL as upstream prints it in errors: with the port of a Service, and the time that the webhook is given.</summary>
    public string Describe(TimeSpan? timeout)
    {
        var text = Service is null ? Url.OriginalString : $"https://{Service.ServerName}:{Service.Port}{Url.PathAndQuery}";
        if (timeout is not { } limit) return text;
        return $"{text}{(Url.Query.Length == 0 ? '?' : '&')}timeout={TimeoutText(limit)}";
    }

    /// <summary>A time in whole seconds, rounded up, as Go prints it.</summary>
    public static string TimeoutText(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds < 60 ? $"{seconds}s" : $"{seconds / 60}m{seconds % 60}s";
    }

    private static string PemText(string? base64) =>
        string.IsNullOrEmpty(base64) ? "" : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
