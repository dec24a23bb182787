using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Cli;
using KubeSharp.Client;
using KubeSharp.Controllers;
using KubeSharp.Pki;
using KubeSharp.Scheduler;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>
/// <c>kubesharp server</c>: every part of a one-node cluster in this process. Nothing is decided here; this is the list of parts,
/// in the order in which they come up.
/// </summary>
internal sealed class ClusterServer(ServerSettings settings, ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>Runs until cancelled; containers go on running after that.</summary>
    /// <exception cref="UserError">Something that the user must mend keeps the server from starting.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var running = ServerLock.Take(settings.Paths);
        var node = new NodeStack(settings, loggers, time);
        // The container runtime takes longest; it needs nothing of the API.
        var runtime = node.StartRuntimeAsync(cancellationToken);

        var nodeIP = await node.PrepareNetworkAsync(cancellationToken);
        var pkiOptions = PkiFor(nodeIP);
        var pki = EnsurePki(pkiOptions);
        await using var store = (IAsyncDisposable)await ApiServerStore.OpenAsync(settings.Paths.Store, settings.Etcd, loggers, time, cancellationToken);
        await using ApiServerComponent server = new(ApiServerOptionsFor(nodeIP, pki), (IStore)store, loggers, time);
        await StartAsync(server, cancellationToken);

        using InProcessClients clients = new(server, time);
        // One watch for each kind in the process: these informers are shared by every loop in it.
        await using InformerFactory informers = new(clients.For(UserInfo.Loopback), time, loggers);
        ComponentRunner components = new(loggers.CreateLogger<ComponentRunner>(), time);
        components.Start("certificate upkeep", ct => new CertificateUpkeep(pkiOptions, loggers.CreateLogger<CertificateUpkeep>(), time).RunAsync(pki.RenewAt, ct), cancellationToken);
        if (settings.Etcd is null && settings.SnapshotInterval > TimeSpan.Zero)
        {
            var schedule = new SnapshotSchedule(settings.Paths, settings.SnapshotInterval, settings.SnapshotRetention, loggers.CreateLogger<SnapshotSchedule>(), time);
            components.Start("snapshots", schedule.RunAsync, cancellationToken);
        }

        components.Start(
            "controller manager",
            new ControllerManagerComponent(ControllerManagerOptionsFor(pki), name => ControllerClient(clients, name), informers, loggers, time).RunAsync,
            cancellationToken);
        components.Start(
            "scheduler",
            new SchedulerComponent(new SchedulerOptions(), clients.For(ComponentIdentity.Scheduler), informers, loggers, time).RunAsync,
            cancellationToken);
        await runtime;
        node.Start(components, clients, informers, pki, nodeIP, cancellationToken);

        await components.WhenAllEnded();
        await server.StopAsync(CancellationToken.None);
    }

    private static KubeClient ControllerClient(InProcessClients clients, string name) => clients.For(
        name == "kube-controller-manager" ? ComponentIdentity.ControllerManager : ComponentIdentity.Controller(name));

    private async Task StartAsync(ApiServerComponent server, CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new UserError($"the API server cannot listen on port {settings.SecurePort}: {e.Message}; stop what uses it, or choose another with --https-listen-port", e);
        }
    }

    private PkiOptions PkiFor(System.Net.IPAddress nodeIP) => new()
    {
        DataDirectory = settings.Paths.DataDir,
        NodeName = settings.NodeName,
        ServerUrl = $"https://127.0.0.1:{settings.SecurePort}",
        NodeAddresses = [nodeIP],
        HostNames = [Environment.MachineName, settings.NodeName],
        KubernetesServiceAddresses = [settings.KubernetesServiceIP],
    };

    private ClusterPki EnsurePki(PkiOptions options)
    {
        try
        {
            return ClusterPki.Ensure(options, time);
        }
        catch (PkiException e)
        {
            throw new UserError(e.Message, e);
        }
    }

    private ApiServerOptions ApiServerOptionsFor(System.Net.IPAddress nodeIP, ClusterPki pki) => new()
    {
        SecurePort = settings.SecurePort,
        AdvertiseAddress = nodeIP,
        TlsCertFile = pki.ApiServer.CertificateFile,
        TlsPrivateKeyFile = pki.ApiServer.KeyFile,
        ClientCaFile = pki.Authority.CertificateFile,
        ServiceAccountKeyFiles = [pki.ServiceAccountPublicKeyFile],
        ServiceAccountSigningKeyFile = pki.ServiceAccountKeyFile,
        EnableBootstrapTokenAuth = true,
        RequestHeaderClientCaFile = pki.FrontProxyAuthority.CertificateFile,
        RequestHeaderAllowedNames = ["front-proxy-client"],
        ProxyClientCertFile = pki.FrontProxyClient.CertificateFile,
        ProxyClientKeyFile = pki.FrontProxyClient.KeyFile,
        KubeletClientCertificate = pki.ApiServerKubeletClient.CertificateFile,
        KubeletClientKey = pki.ApiServerKubeletClient.KeyFile,
        KubeletCertificateAuthority = pki.Authority.CertificateFile,
        ServiceClusterIPRange = string.Join(',', settings.ServiceClusterIPRanges),
        AllowPrivileged = true,
    };

    private ControllerManagerOptions ControllerManagerOptionsFor(ClusterPki pki) => new()
    {
        AllocateNodeCidrs = true,
        ClusterCidrs = [settings.ClusterCidr],
        ServiceClusterIPRanges = settings.ServiceClusterIPRanges,
        RootCAFile = pki.Authority.CertificateFile,
        ClusterSigningCertFile = pki.Authority.CertificateFile,
        ClusterSigningKeyFile = pki.Authority.KeyFile,
        ServiceAccountPrivateKeyFile = pki.ServiceAccountKeyFile,
    };
}
