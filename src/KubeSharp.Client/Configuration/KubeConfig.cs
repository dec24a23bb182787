namespace KubeSharp.Client;

/// <summary>
/// Where a cluster is, whom to trust there, and who we are. Immutable; what lies in files is read when it is needed and again when
/// it changes, so that rotated certificates and tokens are picked up without a restart.
/// </summary>
public sealed partial record KubeConfig
{
    /// <summary>The API server.</summary>
    public required Uri Server { get; init; }

    /// <summary>Certificate authorities to trust; null: those of the system.</summary>
    public PemSource? CertificateAuthority { get; init; }

    /// <summary>Do not check the server's certificate. Only for trying things out.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The name the server's certificate must have, when it is not the one in <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Our certificate; with <see cref="ClientKey"/>.</summary>
    public PemSource? ClientCertificate { get; init; }

    /// <summary>The key to <see cref="ClientCertificate"/>.</summary>
    public PemSource? ClientKey { get; init; }

    /// <summary>A bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>A file with a bearer token, read again every minute; goes before <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Name for HTTP basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password for HTTP basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>A program that gives credentials.</summary>
    public ExecCredentialConfig? Exec { get; init; }

    /// <summary>Act as this user instead of our own; we must be allowed to impersonate.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary>The groups of the user we act as.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>A proxy on the way to the server.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The namespace to use where none is named. Default <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>True inside a pod that has a service account.</summary>
    public static bool IsInCluster =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST")) && File.Exists(ServiceAccountFolder + "token");

    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount/";

    /// <summary>The service account of the pod this runs in.</summary>
    /// <exception cref="KubeConfigException">This is not a pod.</exception>
    public static KubeConfig InCluster()
    {
        string? host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        string port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT") ?? "443";
        if (string.IsNullOrEmpty(host)) throw new KubeConfigException("not in a pod: KUBERNETES_SERVICE_HOST is not set");
        if (host.Contains(':')) host = "[" + host + "]";
        string ns = ServiceAccountFolder + "namespace";
        return new KubeConfig
        {
            Server = new Uri($"https://{host}:{port}"),
            CertificateAuthority = new PemSource { Path = ServiceAccountFolder + "ca.crt" },
            TokenFile = ServiceAccountFolder + "token",
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : "default",
        };
    }
}
