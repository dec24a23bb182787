namespace KubeSharp.Pki;

/// <summary>
/// All key material of a cluster under <c>DATADIR/pki</c>, with the file names of kubeadm
/// (https://kubernetes.io/docs/setup/best-practices/certificates/), and a kubeconfig for every component under <c>DATADIR</c>.
/// What is there stays; what is missing, stale or has changed names is made anew.
/// </summary>
internal sealed record ClusterPki
{
    /// <summary>Signs every certificate of the cluster but the aggregation layer's.</summary>
    public required KeyPair Authority { get; init; }

    /// <summary>Signs the client certificate that the API server shows to aggregated servers.</summary>
    public required KeyPair FrontProxyAuthority { get; init; }

    /// <summary>The API server's serving certificate.</summary>
    public required KeyPair ApiServer { get; init; }

    /// <summary>Shown by the API server to kubelets.</summary>
    public required KeyPair ApiServerKubeletClient { get; init; }

    /// <summary>Shown by the API server to aggregated API servers.</summary>
    public required KeyPair FrontProxyClient { get; init; }

    /// <summary>The kubelet's serving certificate.</summary>
    public required KeyPair KubeletServer { get; init; }

    /// <summary>The kubelet's client certificate.</summary>
    public required KeyPair KubeletClient { get; init; }

    /// <summary>The administrator's client certificate (group system:masters).</summary>
    public required KeyPair Admin { get; init; }

    /// <summary>The controller manager's client certificate.</summary>
    public required KeyPair ControllerManager { get; init; }

    /// <summary>The scheduler's client certificate.</summary>
    public required KeyPair Scheduler { get; init; }

    /// <summary>kube-proxy's client certificate.</summary>
    public required KeyPair Proxy { get; init; }

    /// <summary>Signs service-account tokens; PEM.</summary>
    public required string ServiceAccountKeyFile { get; init; }

    /// <summary>Verifies service-account tokens; PEM.</summary>
    public required string ServiceAccountPublicKeyFile { get; init; }

    /// <summary>The kubeconfig of a component: admin, controller-manager, scheduler, kube-proxy or kubelet.</summary>
    public required IReadOnlyDictionary<string, string> Kubeconfigs { get; init; }

    /// <summary>When <see cref="Ensure"/> should run again: the first certificate reaches two thirds of its life.</summary>
    public required DateTimeOffset RenewAt { get; init; }

    /// <summary>Brings everything into being. Safe to repeat at any time; files that need no change are not touched.</summary>
    /// <exception cref="PkiException">Something on disk is unreadable or foreign, or the disk cannot be written.</exception>
    public static ClusterPki Ensure(PkiOptions options, TimeProvider time)
    {
        var folder = options.PkiDirectory;
        var now = time.GetUtcNow();
        PkiFiles.EnsureFolder(folder);

        // The one slow key (RSA, about 160 ms) is made while the others are.
        var serviceAccount = Task.Run(() => ServiceAccountKey.Ensure(folder));
        try
        {
            var authority = CertificateAuthority.Ensure(folder, "ca", "kubernetes", options.AuthorityLifetime, now);
            var frontProxy = CertificateAuthority.Ensure(folder, "front-proxy-ca", "front-proxy-ca", options.AuthorityLifetime, now);
            KeyPair Of(CertificateSpec spec) => authority.EnsureCertificate(spec, options.CertificateLifetime, now);

            var pki = new ClusterPki
            {
                Authority = authority.Pair,
                FrontProxyAuthority = frontProxy.Pair,
                ApiServer = Of(ClusterCertificates.ApiServer(options)),
                ApiServerKubeletClient = Of(ClusterCertificates.ApiServerKubeletClient),
                FrontProxyClient = frontProxy.EnsureCertificate(ClusterCertificates.FrontProxyClient, options.CertificateLifetime, now),
                KubeletServer = Of(ClusterCertificates.KubeletServer(options)),
                KubeletClient = Of(ClusterCertificates.KubeletClient(options)),
                Admin = Of(ClusterCertificates.Admin),
                ControllerManager = Of(ClusterCertificates.ControllerManager),
                Scheduler = Of(ClusterCertificates.Scheduler),
                Proxy = Of(ClusterCertificates.Proxy),
                ServiceAccountKeyFile = Path.Combine(folder, "sa.key"),
                ServiceAccountPublicKeyFile = Path.Combine(folder, "sa.pub"),
                Kubeconfigs = new Dictionary<string, string>(),
                RenewAt = DateTimeOffset.MaxValue,
            };
            return pki with { Kubeconfigs = pki.WriteKubeconfigs(options), RenewAt = pki.All().Min(pair => pair.RenewAt) };
        }
        finally
        {
            serviceAccount.GetAwaiter().GetResult();
        }
    }

    private KeyPair[] All() =>
    [
        Authority, FrontProxyAuthority, ApiServer, ApiServerKubeletClient, FrontProxyClient,
        KubeletServer, KubeletClient, Admin, ControllerManager, Scheduler, Proxy,
    ];

    private Dictionary<string, string> WriteKubeconfigs(PkiOptions options)
    {
        (string Name, KeyPair Pair)[] components =
        [
            ("admin", Admin), ("controller-manager", ControllerManager), ("scheduler", Scheduler), ("kube-proxy", Proxy), ("kubelet", KubeletClient),
        ];
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach (var (name, pair) in components)
        {
            var path = Path.Combine(options.DataDirectory, name + ".kubeconfig");
            var text = Kubeconfig.Text(
                options.ClusterName,
                options.ServerUrl,
                Authority.Certificate.ExportCertificatePem() + "\n",
                CertificateNames.CommonName(pair.Certificate),
                pair.Certificate.ExportCertificatePem() + "\n",
                PkiFiles.ReadIfPresent(pair.KeyFile) ?? "");
            if (PkiFiles.ReadIfPresent(path) != text)
                PkiFiles.Write(path, text, secret: true);
            paths[name] = path;
        }

        return paths;
    }
}
