using System.CommandLine;
using System.Net;
using KubeSharp.ApiServer;
using KubeSharp.Pki;

namespace KubeSharp.Cli.Commands;

/// <summary>
/// The flags of kube-apiserver that this API server has, under their upstream names
/// (https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/).
/// </summary>
internal sealed class ApiServerFlags
{
    private readonly Option<string?> _bindAddress = Text("--bind-address", "Address to listen on.", "0.0.0.0");
    private readonly Option<int> _securePort = Number("--secure-port", "Port to listen on.", 6443);
    private readonly Option<string?> _advertiseAddress = Text("--advertise-address", "Address at which others reach this server.");
    private readonly Option<string?> _reconciler = Text("--endpoint-reconciler-type", "How the endpoints of the kubernetes Service are found: lease, master-count or none.", "lease");
    private readonly Option<int> _serverCount = Number("--apiserver-count", "API servers there are, for master-count.", 1);
    private readonly Option<string?> _tlsCert = Text("--tls-cert-file", "Serving certificate.");
    private readonly Option<string?> _tlsKey = Text("--tls-private-key-file", "Its key.");
    private readonly Option<string?> _clientCa = Text("--client-ca-file", "Authorities of client certificates.");
    private readonly Option<string?> _tokens = Text("--token-auth-file", "CSV file of static tokens: token,user,uid,\"groups\".");
    private readonly Option<string[]> _accountKeys = List("--service-account-key-file", "Keys that verify service-account tokens.");
    private readonly Option<string?> _signingKey = Text("--service-account-signing-key-file", "Key that signs service-account tokens.");
    private readonly Option<string[]> _issuers = List("--service-account-issuer", "Issuers of service-account tokens; the first signs.");
    private readonly Option<string?> _jwks = Text("--service-account-jwks-uri", "Where the issuer's keys are said to be.");
    private readonly Option<string[]> _audiences = List("--api-audiences", "Audiences that the API accepts.");
    private readonly Option<bool> _anonymous = Flag("--anonymous-auth", "Let requests without credentials in as system:anonymous.", true);
    private readonly Option<string[]> _authorization = List("--authorization-mode", "Authorizers in order: Node, RBAC, ABAC, Webhook, AlwaysAllow, AlwaysDeny (default Node,RBAC).");
    private readonly Option<bool> _bootstrap = Flag("--enable-bootstrap-token-auth", "Accept bootstrap tokens of kube-system.", false);
    private readonly Option<string?> _proxyCa = Text("--requestheader-client-ca-file", "Authorities of proxies that name the user in headers.");
    private readonly Option<string[]> _proxyNames = List("--requestheader-allowed-names", "Common names of such proxies.");
    private readonly Option<string?> _proxyCert = Text("--proxy-client-cert-file", "Certificate shown to aggregated servers.");
    private readonly Option<string?> _proxyKey = Text("--proxy-client-key-file", "Its key.");
    private readonly Option<string[]> _enabled = List("--enable-admission-plugins", "Admission plug-ins beside the default ones.");
    private readonly Option<string[]> _disabled = List("--disable-admission-plugins", "Admission plug-ins to leave out.");
    private readonly Option<string?> _admissionConfig = Text("--admission-control-config-file", "Settings of admission plug-ins.");
    private readonly Option<string?> _encryption = Text("--encryption-provider-config", "How values are encrypted in the store.");
    private readonly Option<bool> _encryptionReload = new("--encryption-provider-config-automatic-reload")
    {
        Description = "Follow the file of --encryption-provider-config: a good change takes effect without a restart, a bad one is refused and logged.",
    };
    private readonly Option<bool> _aggregatorRouting = Flag("--enable-aggregator-routing", "Reach webhooks and aggregated servers at endpoints, not cluster IPs.", false);
    private readonly Option<string?> _serviceRange = Text("--service-cluster-ip-range", "Addresses of Services.", "10.0.0.0/24");
    private readonly Option<string?> _nodePorts = Text("--service-node-port-range", "Ports of Services on nodes.", "30000-32767");
    private readonly Option<int> _kubernetesNodePort = Number("--kubernetes-service-node-port", "Node port of the kubernetes Service; 0 for none.", 0);
    private readonly Option<bool> _privileged = Flag("--allow-privileged", "Allow privileged containers.", false);
    private readonly Option<string?> _kubeletCert = Text("--kubelet-client-certificate", "Certificate shown to kubelets.");
    private readonly Option<string?> _kubeletKey = Text("--kubelet-client-key", "Its key.");
    private readonly Option<string?> _kubeletCa = Text("--kubelet-certificate-authority", "Authorities of kubelets' certificates.");
    private readonly Option<TimeSpan> _eventTtl = Durations.Option("--event-ttl", "Life of events.", "1h");
    private readonly Option<TimeSpan> _requestTimeout = Durations.Option("--request-timeout", "Longest time of an ordinary request.", "1m");
    private readonly Option<int> _inflight = Number("--max-requests-inflight", "Reading requests at once.", 400);
    private readonly Option<int> _mutatingInflight = Number("--max-mutating-requests-inflight", "Writing requests at once.", 200);
    private readonly Option<bool> _fairness = Flag("--enable-priority-and-fairness", "Hold requests up and share the server out by FlowSchemas and PriorityLevelConfigurations.", true);
    private readonly Option<int> _minRequestTimeout = Number("--min-request-timeout", "Shortest life, in seconds, of a watch that names none; some live twice as long.", 1800);
    private readonly Option<double> _goaway = new("--goaway-chance") { Description = "Share of HTTP/2 requests after which the client is asked to connect anew, up to 0.02.", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _streams = Number("--http2-max-streams-per-connection", "Requests at once on one HTTP/2 connection; 0 for the default.", 0);

    private readonly AuditFlags _audit = new();
    private readonly AccessFlags _access = new();

    /// <summary>Where everything is kept.</summary>
    public EtcdFlags Etcd { get; } = new();

    public IEnumerable<Option> All =>
    [
        .. Etcd.All, .. _audit.All, .. _access.All,
        _bindAddress, _securePort, _advertiseAddress, _reconciler, _serverCount, _kubernetesNodePort, _tlsCert, _tlsKey, _clientCa, _tokens, _accountKeys, _signingKey, _issuers, _jwks, _audiences,
        _anonymous, _authorization, _bootstrap, _proxyCa, _proxyNames, _proxyCert, _proxyKey, _enabled, _disabled, _admissionConfig, _encryption, _encryptionReload, _aggregatorRouting, _serviceRange, _nodePorts, _privileged,
        _kubeletCert, _kubeletKey, _kubeletCa, _eventTtl, _requestTimeout, _inflight, _mutatingInflight, _fairness, _minRequestTimeout, _goaway, _streams,
    ];

    /// <summary>The port that is asked for.</summary>
    public int Port(ParseResult result) => result.GetValue(_securePort) is var port && port is >= 0 and < 65536
        ? port
        : throw new UserError($"--secure-port {port} is not a port; give a number from 1 to 65535");

    /// <summary>The address at which others reach this server; null when not given.</summary>
    public IPAddress? AdvertiseAddress(ParseResult result) => Address(result, _advertiseAddress);

    /// <summary>The first address of the service range: that of the <c>kubernetes</c> Service.</summary>
    public IPAddress KubernetesServiceIP(ParseResult result)
    {
        var first = (result.GetValue(_serviceRange) ?? "").Split(',')[0];
        if (!IPNetwork.TryParse(first, out var network))
            throw new UserError($"--service-cluster-ip-range {first} is not an address range; give one such as 10.43.0.0/16");
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }

    /// <summary>The options; key material that no flag names comes from <paramref name="pki"/>.</summary>
    /// <exception cref="UserError">A value makes no sense or a file is missing.</exception>
    public ApiServerOptions Read(ParseResult result, ClusterPki pki)
    {
        var (firstPort, lastPort) = PortRange(result.GetValue(_nodePorts)!);
        var ownCertificate = Existing(result, _tlsCert) is null;
        var options = new ApiServerOptions
        {
            BindAddress = Address(result, _bindAddress) ?? IPAddress.Any,
            SecurePort = Port(result),
            AdvertiseAddress = AdvertiseAddress(result),
            EndpointReconcilerType = result.GetValue(_reconciler) switch
            {
                "lease" => EndpointReconcilerType.Lease,
                "master-count" => EndpointReconcilerType.MasterCount,
                "none" => EndpointReconcilerType.None,
                var other => throw new UserError($"--endpoint-reconciler-type {other} is unknown; give lease, master-count or none"),
            },
            ApiServerCount = result.GetValue(_serverCount) is > 0 and var count
                ? count
                : throw new UserError($"--apiserver-count {result.GetValue(_serverCount)} is not a positive number"),
            KubernetesServiceNodePort = result.GetValue(_kubernetesNodePort),
            TlsCertFile = ownCertificate ? pki.ApiServer.CertificateFile : result.GetValue(_tlsCert),
            TlsPrivateKeyFile = ownCertificate ? pki.ApiServer.KeyFile : Existing(result, _tlsKey) ?? throw new UserError("--tls-cert-file needs --tls-private-key-file beside it"),
            ClientCaFile = Existing(result, _clientCa) ?? pki.Authority.CertificateFile,
            TokenAuthFile = Existing(result, _tokens),
            ServiceAccountKeyFiles = Split(result, _accountKeys) is { Count: > 0 } keys ? keys : [pki.ServiceAccountPublicKeyFile],
            ServiceAccountSigningKeyFile = Existing(result, _signingKey) ?? pki.ServiceAccountKeyFile,
            ServiceAccountIssuers = Split(result, _issuers) is { Count: > 0 } issuers ? issuers : ["https://kubernetes.default.svc"],
            ServiceAccountJwksUri = result.GetValue(_jwks),
            ApiAudiences = Split(result, _audiences),
            AnonymousAuth = result.GetResult(_anonymous) is { Implicit: false } ? result.GetValue(_anonymous) : null,
            AuthorizationModes = Split(result, _authorization),
            EnableBootstrapTokenAuth = result.GetValue(_bootstrap),
            RequestHeaderClientCaFile = Existing(result, _proxyCa) ?? pki.FrontProxyAuthority.CertificateFile,
            RequestHeaderAllowedNames = Split(result, _proxyNames) is { Count: > 0 } names ? names : ["front-proxy-client"],
            ProxyClientCertFile = Existing(result, _proxyCert) ?? pki.FrontProxyClient.CertificateFile,
            ProxyClientKeyFile = Existing(result, _proxyKey) ?? pki.FrontProxyClient.KeyFile,
            EnableAdmissionPlugins = Split(result, _enabled),
            DisableAdmissionPlugins = Split(result, _disabled),
            AdmissionControlConfigFile = Existing(result, _admissionConfig),
            EncryptionProviderConfig = Existing(result, _encryption),
            EncryptionProviderConfigAutomaticReload = result.GetValue(_encryptionReload),
            EnableAggregatorRouting = result.GetValue(_aggregatorRouting),
            ServiceClusterIPRange = result.GetValue(_serviceRange)!,
            ServiceNodePortFirst = firstPort,
            ServiceNodePortLast = lastPort,
            AllowPrivileged = result.GetValue(_privileged),
            KubeletClientCertificate = Existing(result, _kubeletCert) ?? pki.ApiServerKubeletClient.CertificateFile,
            KubeletClientKey = Existing(result, _kubeletKey) ?? pki.ApiServerKubeletClient.KeyFile,
            KubeletCertificateAuthority = Existing(result, _kubeletCa) ?? pki.Authority.CertificateFile,
            Audit = _audit.Read(result),
            EventTtl = result.GetValue(_eventTtl),
            RequestTimeout = result.GetValue(_requestTimeout),
            MaxRequestsInflight = result.GetValue(_inflight),
            MaxMutatingRequestsInflight = result.GetValue(_mutatingInflight),
            EnablePriorityAndFairness = result.GetValue(_fairness),
            MinRequestTimeout = TimeSpan.FromSeconds(result.GetValue(_minRequestTimeout)),
            GoawayChance = result.GetValue(_goaway) is >= 0 and <= 0.02 and var chance
                ? chance
                : throw new UserError($"--goaway-chance {result.GetValue(_goaway)} is not between 0 and 0.02"),
            Http2MaxStreamsPerConnection = result.GetValue(_streams),
        };
        return _access.Apply(options, result);
    }

    private static (int First, int Last) PortRange(string text) =>
        text.Split('-') is [var first, var last] && int.TryParse(first, out var from) && int.TryParse(last, out var to) && from is > 0 && to is < 65536 && from <= to
            ? (from, to)
            : throw new UserError($"--service-node-port-range {text} is not a range of ports; give one such as 30000-32767");

    private static IPAddress? Address(ParseResult result, Option<string?> option) => result.GetValue(option) is not { Length: > 0 } text
        ? null
        : IPAddress.TryParse(text, out var address) ? address : throw new UserError($"{option.Name} {text} is not an IP address");

    private static string? Existing(ParseResult result, Option<string?> option) => result.GetValue(option) is not { } path || File.Exists(path)
        ? result.GetValue(option)
        : throw new UserError($"{option.Name}: there is no file {path}");

    // Lists may be repeated flags, or values joined by commas.
    private static List<string> Split(ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Option<string?> Text(string name, string description, string? defaultValue = null) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    private static Option<int> Number(string name, string description, int defaultValue) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    private static Option<bool> Flag(string name, string description, bool defaultValue) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    private static Option<string[]> List(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => [] };
}
