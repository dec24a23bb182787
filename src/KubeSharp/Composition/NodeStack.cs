using System.Net;
using KubeSharp.Client;
using KubeSharp.Host;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.Containerd;
using KubeSharp.Kubelet.Images;
using KubeSharp.Network;
using KubeSharp.Pki;
using KubeSharp.Proxy;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>The parts of a server that make this machine a node: container runtime, pod network, kubelet, kube-proxy.</summary>
internal sealed class NodeStack(ServerSettings settings, ILoggerFactory loggers, TimeProvider time)
{
    private readonly ContainerdSupervisor _containerd = new(
        new ContainerdOptions
        {
            Root = settings.Paths.ContainerdRoot,
            State = settings.Paths.ContainerdState,
            Socket = settings.Paths.ContainerdSocket,
            ConfigFile = Path.Combine(settings.Paths.ContainerdRoot, "config.toml"),
            LogFile = Path.Combine(settings.Paths.Logs, "containerd.log"),
            CniBinDirectory = SystemPackages.CniPlugins,
            CniConfigDirectory = settings.Paths.CniConfig,
        },
        loggers,
        time);

    /// <summary>Brings containerd up, or adopts the one that runs, and loads the images that need no registry.</summary>
    public async Task StartRuntimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _containerd.StartAsync(cancellationToken);
        }
        catch (ContainerdException e)
        {
            throw new Cli.UserError(e.Message, e);
        }

        using ImageStore images = new(settings.Paths.ContainerdSocket);
        await images.EnsurePauseImageAsync(cancellationToken);
        Directory.CreateDirectory(settings.Paths.Images);
        await new ImageArchiveFolder(settings.Paths.Images, images, loggers).LoadAsync(cancellationToken);
    }

    /// <summary>Prepares this machine's network; answers the node's address.</summary>
    public async Task<IPAddress> PrepareNetworkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NetworkComponent.PrepareHostAsync(NodeNetwork.Options(settings), loggers, cancellationToken);
        }
        catch (NetworkException e)
        {
            throw new Cli.UserError(e.Message, e);
        }
    }

    /// <summary>Starts the parts that need the API.</summary>
    public void Start(
        ComponentRunner components, InProcessClients clients, InformerFactory informers, ClusterPki pki, IPAddress nodeIP, CancellationToken cancellationToken)
    {
        var client = clients.For(ComponentIdentity.Node(settings.NodeName));
        components.Start("container runtime", _containerd.RunAsync, cancellationToken);
        components.Start("pod network", new NetworkComponent(NodeNetwork.Options(settings), informers, loggers, time).RunAsync, cancellationToken);
        components.Start("kube-proxy", new ProxyComponent(ProxyOptionsFor(), informers, loggers, time).RunAsync, cancellationToken);
        components.Start("kubelet", new KubeletComponent(KubeletOptionsFor(pki, nodeIP), client, informers, loggers, time).RunAsync, cancellationToken);
    }

    private ProxyOptions ProxyOptionsFor() => new()
    {
        NodeName = settings.NodeName,
        ClusterCidrs = [settings.ClusterCidr],
        ServiceCidrs = settings.ServiceClusterIPRanges,
        HealthzBindAddress = new IPEndPoint(IPAddress.Any, settings.ProxyHealthPort),
    };

    private KubeletOptions KubeletOptionsFor(ClusterPki pki, IPAddress nodeIP)
    {
        Directory.CreateDirectory(settings.Paths.Manifests);
        return new KubeletOptions
        {
            NodeName = settings.NodeName,
            NodeIp = nodeIP.ToString(),
            Port = settings.KubeletPort,
            RootDirectory = settings.Paths.Kubelet,
            ContainerRuntimeEndpoint = settings.Paths.ContainerdSocket,
            PodLogsDirectory = settings.Paths.PodLogs,
            PodManifestPath = settings.Paths.Manifests,
            KubeletVersion = ServerSettings.Version,
            ClusterDns = [settings.ClusterDns.ToString()],
            CgroupRoot = settings.Paths.CgroupRoot,
            NodeLabels = new Dictionary<string, string> { ["node-role.kubernetes.io/control-plane"] = "true" },
            ServingCertificateFile = pki.KubeletServer.CertificateFile,
            ServingKeyFile = pki.KubeletServer.KeyFile,
            ClientCaFile = pki.Authority.CertificateFile,
        };
    }
}
