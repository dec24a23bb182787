using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Yaml;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>
/// A file in kubeconfig form that tells where a webhook is (authentication, authorization, image policy: the current context), or who the API server is
/// to webhooks that API objects name (admission: users under the names of hosts).
/// </summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/webhook/#configuration-file-format</remarks>
internal sealed class WebhookKubeConfig
{
    private readonly JsonObject document;
    private readonly string folder;

    private WebhookKubeConfig(JsonObject document, string folder)
    {
        this.document = document;
        this.folder = folder;
    }

    /// <summary>Reads a file; relative paths in it count from its folder.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or is no kubeconfig.</exception>
    public static WebhookKubeConfig Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new ArgumentException($"error loading config file \"{file}\": {e.Message}", nameof(file), e);
        }
    }

    /// <summary>Reads a text; relative paths in it count from a folder.</summary>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static WebhookKubeConfig Parse(string text, string folder) => new(YamlReader.Parse(text) as JsonObject ?? [], folder);

    /// <summary>The webhook that the current context names.</summary>
    /// <exception cref="ArgumentException">There is no such context, cluster or user, or a file in it cannot be read.</exception>
    public WebhookEndpoint Endpoint()
    {
        var current = document.GetString("current-context") ?? "";
        var context = Named("contexts", current, "context");
        var cluster = context is null ? Only("clusters", "cluster") : Named("clusters", context.GetString("cluster") ?? "", "cluster");
        if (cluster?.GetString("server") is not { Length: > 0 } server || !Uri.TryCreate(server, UriKind.Absolute, out var url))
            throw new ArgumentException("invalid configuration: no configuration has been provided");
        var user = context is null ? Only("users", "user") : Named("users", context.GetString("user") ?? "", "user");
        return new WebhookEndpoint
        {
            Url = url,
            CaBundle = Pem(cluster, "certificate-authority"),
            TlsServerName = cluster.GetString("tls-server-name"),
            InsecureSkipTlsVerify = cluster.GetBool("insecure-skip-tls-verify") == true,
            Proxy = cluster.GetString("proxy-url") is { Length: > 0 } proxy ? new Uri(proxy) : null,
            Credentials = Credentials(user),
        };
    }

    /// <summary>
    /// Who the API server is to a host, given as <c>host:port</c>: the user of that name, else of its domain (<c>*.namespace.svc</c>), else of <c>*</c>.
    /// The standard port may be left out.
    /// </summary>
    /// <exception cref="ArgumentException">A file that a user names cannot be read.</exception>
    public WebhookCredentials CredentialsFor(string hostPort)
    {
        if (Named("users", hostPort, "user") is { } exact) return Credentials(exact);
        if (hostPort.EndsWith(":443", StringComparison.Ordinal) && Named("users", hostPort[..^4], "user") is { } standard) return Credentials(standard);
        var rest = hostPort;
        for (var dot = rest.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = rest.IndexOf('.', StringComparison.Ordinal))
        {
            rest = rest[(dot + 1)..];
            if (Named("users", "*." + rest, "user") is { } domain) return Credentials(domain);
            if (rest.EndsWith(":443", StringComparison.Ordinal) && Named("users", "*." + rest[..^4], "user") is { } plain) return Credentials(plain);
        }

        return Credentials(Named("users", "*", "user"));
    }

    private WebhookCredentials Credentials(JsonObject? user) => user is null ? WebhookCredentials.None : new WebhookCredentials
    {
        ClientCertificate = Pem(user, "client-certificate"),
        ClientKey = Pem(user, "client-key"),
        Token = user.GetString("token") ?? "",
        TokenFile = user.GetString("tokenFile") is { Length: > 0 } file ? Path.Combine(folder, file) : "",
        Username = user.GetString("username") ?? "",
        Password = user.GetString("password") ?? "",
    };

    private JsonObject? Named(string list, string name, string member)
    {
        if (name.Length == 0) return null;
        foreach (var item in document.GetArray(list) ?? [])
        {
            if (item is JsonObject entry && entry.GetString("name") == name) return entry.GetObject(member) ?? [];
        }

        return null;
    }

    private JsonObject? Only(string list, string member) => document.GetArray(list) is [JsonObject entry] ? entry.GetObject(member) : null;

    // Data in place comes before a file.
    private string Pem(JsonObject owner, string member)
    {
        if (owner.GetString(member + "-data") is { Length: > 0 } data) return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        if (owner.GetString(member) is not { Length: > 0 } file) return "";
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"unable to read {member} {file}: {e.Message}", nameof(member), e);
        }
    }
}
