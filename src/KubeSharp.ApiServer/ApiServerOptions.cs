using System.Net;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication.Jwt;
using KubeSharp.ApiServer.Authentication.Webhook;
using KubeSharp.ApiServer.Authorization.Configuration;

namespace KubeSharp.ApiServer;

/// <summary>What the API server is told by its command line. Every property mirrors the upstream flag named in its comment.</summary>
/// <remarks>https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/</remarks>
public sealed record ApiServerOptions
{
    /// <summary><c>--bind-address</c>: where to listen; <c>0.0.0.0</c> is every interface.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Any;

    /// <summary><c>--secure-port</c>: the port for HTTPS; 0 lets the system choose, -1 opens no socket at all (in-memory clients only).</summary>
    public int SecurePort { get; init; } = 6443;

    /// <summary><c>--advertise-address</c>: the address at which members of the cluster reach this server; null takes the bind address or the default interface's.</summary>
    public IPAddress? AdvertiseAddress { get; init; }

    /// <summary><c>--endpoint-reconciler-type</c>: how the endpoints of the <c>kubernetes</c> Service are found.</summary>
    public EndpointReconcilerType EndpointReconcilerType { get; init; } = EndpointReconcilerType.Lease;

    /// <summary><c>--apiserver-count</c>: how many servers there are; only for <see cref="EndpointReconcilerType.MasterCount"/>.</summary>
    public int ApiServerCount { get; init; } = 1;

    /// <summary><c>--external-hostname</c>: the host name used in URLs made for this server.</summary>
    public string? ExternalHostname { get; init; }

    /// <summary><c>--tls-cert-file</c>: PEM file with the serving certificate and its intermediates. Read again when it changes.</summary>
    public string? TlsCertFile { get; init; }

    /// <summary><c>--tls-private-key-file</c>: PEM file with the key of the serving certificate.</summary>
    public string? TlsPrivateKeyFile { get; init; }

    /// <summary><c>--tls-cipher-suites</c>: for TLS 1.2, under Go's names; empty for the system's.</summary>
    public IReadOnlyList<string> TlsCipherSuites { get; init; } = [];

    /// <summary><c>--tls-min-version</c>: VersionTLS10 to VersionTLS13; empty is VersionTLS12.</summary>
    public string TlsMinVersion { get; init; } = "";

    /// <summary><c>--tls-sni-cert-key</c>: <c>certificate,key</c> or <c>certificate,key:name,*.name</c> each.</summary>
    public IReadOnlyList<string> TlsSniCertKeys { get; init; } = [];

    /// <summary><c>--client-ca-file</c>: authorities whose client certificates are accepted.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary><c>--token-auth-file</c>: static bearer tokens (CSV: token,user,uid,"group1,group2").</summary>
    public string? TokenAuthFile { get; init; }

    /// <summary><c>--service-account-key-file</c>: public (or private) keys that verify service account tokens; empty takes the signing key.</summary>
    public IReadOnlyList<string> ServiceAccountKeyFiles { get; init; } = [];

    /// <summary><c>--service-account-signing-key-file</c>: the private key that signs service account tokens.</summary>
    public string? ServiceAccountSigningKeyFile { get; init; }

    /// <summary><c>--service-account-issuer</c>: issuer of tokens; the first one signs, all are accepted.</summary>
    public IReadOnlyList<string> ServiceAccountIssuers { get; init; } = ["https://kubernetes.default.svc"];

    /// <summary><c>--service-account-jwks-uri</c>: replaces the URI of the keys in the discovery document.</summary>
    public string? ServiceAccountJwksUri { get; init; }

    /// <summary><c>--service-account-max-token-expiration</c>: the longest life of a token that may be asked for; null for no limit.</summary>
    public TimeSpan? ServiceAccountMaxTokenExpiration { get; init; }

    /// <summary><c>--service-account-extend-token-expiration</c>: tokens of pods live a year although their holders are told an hour.</summary>
    public bool ServiceAccountExtendTokenExpiration { get; init; } = true;

    /// <summary><c>--service-account-lookup</c>: tokens die with the ServiceAccount, Secret or Pod they are bound to.</summary>
    public bool ServiceAccountLookup { get; init; } = true;

    /// <summary><c>--api-audiences</c>: who this server is, to a token; empty takes the issuers.</summary>
    public IReadOnlyList<string> ApiAudiences { get; init; } = [];

    /// <summary><c>--anonymous-auth</c>: whether requests without credentials go on as system:anonymous.</summary>
    /// <remarks>Null when the flag was not given: then they do, unless the authentication configuration says otherwise.</remarks>
    public bool? AnonymousAuth { get; init; }

    /// <summary><c>--authentication-config</c>: a file with an AuthenticationConfiguration. Read again when it changes.</summary>
    public string? AuthenticationConfigFile { get; init; }

    /// <summary>The <c>--oidc-*</c> flags.</summary>
    public OidcOptions Oidc { get; init; } = new();

    /// <summary>The <c>--authentication-token-webhook-*</c> flags.</summary>
    public WebhookTokenOptions AuthenticationWebhook { get; init; } = new();

    /// <summary><c>--authorization-mode</c>: the authorizers in order: Node, RBAC, ABAC, Webhook, AlwaysAllow, AlwaysDeny; empty is Node, RBAC.</summary>
    public IReadOnlyList<string> AuthorizationModes { get; init; } = [];

    /// <summary><c>--authorization-config</c>: a file with an AuthorizationConfiguration. Read again when it changes.</summary>
    public string? AuthorizationConfigFile { get; init; }

    /// <summary><c>--authorization-policy-file</c>: the rules of the mode ABAC.</summary>
    public string? AuthorizationPolicyFile { get; init; }

    /// <summary>The <c>--authorization-webhook-*</c> flags.</summary>
    public AuthorizationWebhookOptions AuthorizationWebhook { get; init; } = new();

    /// <summary><c>--enable-bootstrap-token-auth</c>: Secrets of type bootstrap.kubernetes.io/token in kube-system are credentials.</summary>
    public bool EnableBootstrapTokenAuth { get; init; }

    /// <summary><c>--requestheader-client-ca-file</c>: authorities of the proxies whose X-Remote headers are believed.</summary>
    public string? RequestHeaderClientCaFile { get; init; }

    /// <summary><c>--requestheader-allowed-names</c>: common names of such proxies; empty for any.</summary>
    public IReadOnlyList<string> RequestHeaderAllowedNames { get; init; } = [];

    /// <summary><c>--requestheader-username-headers</c>.</summary>
    public IReadOnlyList<string> RequestHeaderUsernameHeaders { get; init; } = ["X-Remote-User"];

    /// <summary><c>--requestheader-uid-headers</c>.</summary>
    public IReadOnlyList<string> RequestHeaderUidHeaders { get; init; } = ["X-Remote-Uid"];

    /// <summary><c>--requestheader-group-headers</c>.</summary>
    public IReadOnlyList<string> RequestHeaderGroupHeaders { get; init; } = ["X-Remote-Group"];

    /// <summary><c>--requestheader-extra-headers-prefix</c>.</summary>
    public IReadOnlyList<string> RequestHeaderExtraPrefixes { get; init; } = ["X-Remote-Extra-"];

    /// <summary><c>--proxy-client-cert-file</c>: shown to aggregated API servers and webhooks.</summary>
    public string? ProxyClientCertFile { get; init; }

    /// <summary><c>--proxy-client-key-file</c>.</summary>
    public string? ProxyClientKeyFile { get; init; }

    /// <summary><c>--enable-admission-plugins</c>: besides the default ones.</summary>
    public IReadOnlyList<string> EnableAdmissionPlugins { get; init; } = [];

    /// <summary><c>--disable-admission-plugins</c>: default ones to leave out.</summary>
    public IReadOnlyList<string> DisableAdmissionPlugins { get; init; } = [];

    /// <summary><c>--admission-control-config-file</c>: an AdmissionConfiguration with the plug-ins' own settings.</summary>
    public string? AdmissionControlConfigFile { get; init; }

    /// <summary><c>--encryption-provider-config</c>: how values are encrypted in the store; null for not at all.</summary>
    public string? EncryptionProviderConfig { get; init; }

    /// <summary><c>--encryption-provider-config-automatic-reload</c>: whether that file is followed while the server runs.</summary>
    public bool EncryptionProviderConfigAutomaticReload { get; init; }

    /// <summary><c>--enable-aggregator-routing</c>: Services of webhooks and aggregated servers are reached at their endpoints, not at their cluster IP.</summary>
    public bool EnableAggregatorRouting { get; init; }

    /// <summary><c>--service-cluster-ip-range</c>: the CIDR for cluster addresses of Services.</summary>
    public string ServiceClusterIPRange { get; init; } = "10.0.0.0/24";

    /// <summary><c>--service-node-port-range</c>: first port.</summary>
    public int ServiceNodePortFirst { get; init; } = 30000;

    /// <summary><c>--service-node-port-range</c>: last port.</summary>
    public int ServiceNodePortLast { get; init; } = 32767;

    /// <summary><c>--kubernetes-service-node-port</c>: 0 makes the kubernetes Service a ClusterIP one.</summary>
    public int KubernetesServiceNodePort { get; init; }

    /// <summary><c>--allow-privileged</c>: whether pods may have privileged containers.</summary>
    public bool AllowPrivileged { get; init; }

    /// <summary><c>--kubelet-client-certificate</c>: shown to kubelets.</summary>
    public string? KubeletClientCertificate { get; init; }

    /// <summary><c>--kubelet-client-key</c>.</summary>
    public string? KubeletClientKey { get; init; }

    /// <summary><c>--kubelet-certificate-authority</c>: authorities of kubelets' serving certificates; null does not verify them.</summary>
    public string? KubeletCertificateAuthority { get; init; }

    /// <summary><c>--kubelet-preferred-address-types</c>: which of a node's addresses to use first.</summary>
    public IReadOnlyList<string> KubeletPreferredAddressTypes { get; init; } =
        ["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"];

    /// <summary>The <c>--audit-*</c> flags.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary><c>--event-ttl</c>: how long events are kept.</summary>
    public TimeSpan EventTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>--request-timeout</c>: the longest a request may take that is no watch and no stream.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>--min-request-timeout</c>: a watch that names no timeout ends after a random time between this and twice this.</summary>
    public TimeSpan MinRequestTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>
    /// <c>--enable-priority-and-fairness</c>: requests are held up and shared out by FlowSchemas and PriorityLevelConfigurations; the two limits below are then
    /// added up to the seats that are divided. Otherwise each is a limit of its own.
    /// </summary>
    public bool EnablePriorityAndFairness { get; init; } = true;

    /// <summary><c>--max-requests-inflight</c>: reading requests at a time (watches and streams do not count); 0 for no limit.</summary>
    public int MaxRequestsInflight { get; init; } = 400;

    /// <summary><c>--max-mutating-requests-inflight</c>: changing requests at a time; 0 for no limit.</summary>
    public int MaxMutatingRequestsInflight { get; init; } = 200;

    /// <summary><c>--goaway-chance</c>: after this share of requests an HTTP/2 client is asked to connect anew, so that clients spread over servers; 0 to 0.02.</summary>
    public double GoawayChance { get; init; }

    /// <summary><c>--http2-max-streams-per-connection</c>: requests at a time on one connection; 0 for upstream's default of 250.</summary>
    public int Http2MaxStreamsPerConnection { get; init; }

    /// <summary><c>--shutdown-delay-duration</c>: how long to go on serving, with /readyz failing, after being told to stop.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>How long a watcher may take to read what was sent before it is cut off, so that more can be sent.</summary>
    public TimeSpan SlowReaderPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest request body in bytes (upstream's fixed limit).</summary>
    public long MaxRequestBodyBytes { get; init; } = 3 * 1024 * 1024;
}
