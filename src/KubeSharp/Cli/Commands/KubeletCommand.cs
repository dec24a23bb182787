using System.CommandLine;
using KubeSharp.Client;
using KubeSharp.Kubelet;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp kubelet</c>: the kubelet alone, with its upstream flags, against a container runtime that runs already.</summary>
internal static class KubeletCommand
{
    public static Command Create()
    {
        ComponentOptions component = new("kubelet");
        Option<string> node = new("--hostname-override") { Description = "Name of this machine's Node.", DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant() };
        Option<string?> nodeIP = new("--node-ip") { Description = "Address that the node announces." };
        Option<string> root = new("--root-dir") { Description = "Folder of pods and their volumes.", DefaultValueFactory = _ => "/var/lib/kubelet" };
        Option<string> logs = new("--pod-logs-dir") { Description = "Folder of container logs.", DefaultValueFactory = _ => "/var/log/pods" };
        Option<string> endpoint = new("--container-runtime-endpoint") { Description = "The runtime's socket.", DefaultValueFactory = _ => "unix:///run/containerd/containerd.sock" };
        Option<string?> manifests = new("--pod-manifest-path") { Description = "Folder of static pods." };
        Option<string[]> dns = new("--cluster-dns") { Description = "Name servers of pods.", DefaultValueFactory = _ => [] };
        Option<string> domain = new("--cluster-domain") { Description = "DNS domain of the cluster.", DefaultValueFactory = _ => "cluster.local" };
        Option<int> port = new("--port") { Description = "Port of the server.", DefaultValueFactory = _ => 10250 };
        Option<string> address = new("--address") { Description = "Address of the server.", DefaultValueFactory = _ => "0.0.0.0" };
        Option<string?> cert = new("--tls-cert-file") { Description = "Certificate of the server; self-signed when not given." };
        Option<string?> key = new("--tls-private-key-file") { Description = "Its key." };
        Option<string?> ca = new("--client-ca-file") { Description = "Authorities of client certificates." };
        Option<bool> anonymous = new("--anonymous-auth") { Description = "Let requests without credentials in as system:anonymous." };
        Option<string> cgroupRoot = new("--cgroup-root") { Description = "Cgroup above kubepods.", DefaultValueFactory = _ => "/" };
        Option<string> cgroupDriver = new("--cgroup-driver") { Description = "cgroupfs or systemd.", DefaultValueFactory = _ => "cgroupfs" };
        Option<int> maxPods = new("--max-pods") { Description = "Most pods on this node.", DefaultValueFactory = _ => 110 };
        Option<string?> labels = new("--node-labels") { Description = "Labels of the Node: key=value, separated by commas." };
        Option<string> resolv = new("--resolv-conf") { Description = "Resolver configuration of the node.", DefaultValueFactory = _ => "/etc/resolv.conf" };
        Command command = new("kubelet", "Run the kubelet alone.")
        {
            node, nodeIP, root, logs, endpoint, manifests, dns, domain, port, address, cert, key, ca, anonymous, cgroupRoot, cgroupDriver, maxPods, labels, resolv,
        };
        component.AddTo(command, leaderElection: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            KubeletOptions options = new()
            {
                NodeName = result.GetValue(node)!,
                NodeIp = result.GetValue(nodeIP),
                RootDirectory = Path.GetFullPath(result.GetValue(root)!),
                PodLogsDirectory = result.GetValue(logs)!,
                ContainerRuntimeEndpoint = result.GetValue(endpoint)!.Replace("unix://", ""),
                PodManifestPath = result.GetValue(manifests),
                KubeletVersion = Composition.ServerSettings.Version,
                ClusterDns = [.. result.GetValue(dns)!.SelectMany(d => d.Split(','))],
                ClusterDomain = result.GetValue(domain)!,
                Address = result.GetValue(address)!,
                Port = result.GetValue(port),
                ServingCertificateFile = result.GetValue(cert),
                ServingKeyFile = result.GetValue(key),
                ClientCaFile = result.GetValue(ca),
                AnonymousAuth = result.GetValue(anonymous),
                CgroupRoot = result.GetValue(cgroupRoot)!,
                CgroupDriver = result.GetValue(cgroupDriver)!,
                MaxPods = result.GetValue(maxPods),
                NodeLabels = Labels(result.GetValue(labels)),
                ResolvConf = result.GetValue(resolv)!,
            };
            if (!File.Exists(options.ContainerRuntimeEndpoint))
                throw new UserError($"--container-runtime-endpoint: nothing is at {options.ContainerRuntimeEndpoint}; start containerd, or name its socket");
            using var loggers = component.Loggers(result);
            using var client = component.Client(result);
            await using InformerFactory informers = new(client, TimeProvider.System, loggers);
            await new KubeletComponent(options, client, informers, loggers, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Dictionary<string, string> Labels(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "");
}
