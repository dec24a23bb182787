using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>The API server of the cluster that this process is a pod of, found as any pod finds it.</summary>
internal static class InClusterEndpoint
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <exception cref="ArgumentException">This process is no pod.</exception>
    public static WebhookEndpoint Find()
    {
        var (host, port) = (Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"));
        var (token, authority) = (Path.Combine(Folder, "token"), Path.Combine(Folder, "ca.crt"));
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
            throw new ArgumentException("unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined");
        return new WebhookEndpoint
        {
            Url = new UriBuilder("https", host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)).Uri,
            CaBundle = File.Exists(authority) ? File.ReadAllText(authority) : "",
            Credentials = new WebhookCredentials { TokenFile = token },
        };
    }
}
