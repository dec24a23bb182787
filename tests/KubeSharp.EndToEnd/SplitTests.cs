using KubeSharp.EndToEnd.Harness;
using KubeSharp.Kubelet.Containerd;
using KubeSharp.Kubelet.Images;

namespace KubeSharp.EndToEnd;

/// <summary>The parts as processes of their own, joined by nothing but the API and kubeconfig files, with upstream's flags.</summary>
public sealed class SplitTests : IAsyncLifetime
{
    private const string NodeIP = "172.30.254.1";
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: "busybox:e2e", command: [sh, -c, "echo here >/tmp/index.html; echo up; exec httpd -f -p 8080 -h /tmp"]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        """;

    private readonly string _dataDir = Path.Combine(Path.GetTempPath(), "kse2e-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly List<BackgroundProcess> _processes = [];
    private NetworkNamespace _network = null!;

    public async ValueTask InitializeAsync()
    {
        _network = await NetworkNamespace.CreateAsync();
        Directory.CreateDirectory(_dataDir);
        (await _network.RunAsync("ip", ["link", "add", "uplink0", "type", "bridge"])).Succeeded();
        (await _network.RunAsync("ip", ["address", "add", NodeIP + "/24", "dev", "uplink0"])).Succeeded();
        (await _network.RunAsync("ip", ["link", "set", "uplink0", "up"])).Succeeded();
        // Like any machine's: without it the node itself has no route to Service addresses. Nothing is at the other end.
        (await _network.RunAsync("ip", ["route", "add", "default", "dev", "uplink0"])).Succeeded();
        await StartRuntimeAsync();
    }

    [Fact]
    public async Task A_cluster_of_separate_processes_runs_a_deployment_behind_a_service()
    {
        Start("apiserver", "--service-cluster-ip-range", "10.43.0.0/16", "--advertise-address", NodeIP, "--allow-privileged", "--data-dir", _dataDir);
        await Eventually.BecomesAsync("a ready API server", () => KubectlAsync("get", "--raw", "/readyz"), r => r.Output == "ok");
        // Under RBAC the user of the controller manager may do little more than ask for tokens of its controllers.
        Start("controller-manager", "--kubeconfig", Kubeconfig("controller-manager"), "--root-ca-file", Pki("ca.crt"), "--leader-elect=true",
            "--use-service-account-credentials=true");
        Start("scheduler", "--kubeconfig", Kubeconfig("scheduler"));
        Start("proxy", "--kubeconfig", Kubeconfig("kube-proxy"), "--cluster-cidr", "10.42.0.0/24");
        Start(
            "kubelet", "--kubeconfig", Kubeconfig("kubelet"), "--container-runtime-endpoint", "unix://" + Socket, "--root-dir", Path.Combine(_dataDir, "kubelet"),
            "--pod-logs-dir", Path.Combine(_dataDir, "logs/pods"), "--node-ip", NodeIP, "--cgroup-root", CgroupRoot,
            "--tls-cert-file", Pki("kubelet.crt"), "--tls-private-key-file", Pki("kubelet.key"), "--client-ca-file", Pki("ca.crt"));

        (await KubectlAsync(["apply", "-f", "-"], Web)).Succeeded();
        (await KubectlAsync("rollout", "status", "deployment/web", "--timeout=120s")).Succeeded();
        Assert.Contains("up", (await KubectlAsync("logs", "deployment/web")).Succeeded());
        var address = (await KubectlAsync("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")).Succeeded();
        await Eventually.BecomesAsync(
            "the service's answer",
            () => _network.RunAsync("timeout", ["3", "busybox", "wget", "-q", "-O", "-", $"http://{address}/"]),
            r => r.Output == "here\n");
        Assert.Contains("kube-scheduler", (await KubectlAsync("get", "leases", "-n", "kube-system")).Succeeded());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        try
        {
            // Stops what the runtime left, unmounts, and deletes the data, as it does for a whole server.
            (await _network.RunAsync(Program, ["reset", "--yes", "--data-dir", _dataDir])).Succeeded();
        }
        finally
        {
            await _network.DisposeAsync();
        }
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "kubesharp");

    private string Socket => Path.Combine(_dataDir, "run/containerd/containerd.sock");

    private string CgroupRoot => new KubeSharp.Cluster.ClusterPaths(_dataDir).CgroupRoot;

    private string Kubeconfig(string component) => Path.Combine(_dataDir, component + ".kubeconfig");

    private string Pki(string file) => Path.Combine(_dataDir, "pki", file);

    private void Start(params string[] arguments) =>
        _processes.Add(BackgroundProcess.Start("nsenter", [$"--net=/run/netns/{_network.Name}", Program, .. arguments]));

    private Task<CommandResult> KubectlAsync(params string[] arguments) => KubectlAsync(arguments, input: null);

    private Task<CommandResult> KubectlAsync(IEnumerable<string> arguments, string? input) => _network.RunAsync(
        KubectlBinaries.All[0], arguments, input, new Dictionary<string, string> { ["KUBECONFIG"] = Kubeconfig("admin"), ["HOME"] = _dataDir });

    private async Task StartRuntimeAsync()
    {
        var cni = Directory.CreateDirectory(Path.Combine(_dataDir, "cni/net.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(cni, "10-test.conflist"), $$$"""
            {"cniVersion": "1.0.0", "name": "test", "plugins": [
              {"type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "forceAddress": true, "hairpinMode": true,
               "ipam": {"type": "host-local", "dataDir": "{{{_dataDir}}}/cni/state", "ranges": [[{"subnet": "10.42.0.0/24"}]]}}]}
            """);
        var config = Path.Combine(_dataDir, "containerd.toml");
        await File.WriteAllTextAsync(config, ContainerdConfig.Render(new ContainerdOptions
        {
            Root = Path.Combine(_dataDir, "containerd"),
            State = Path.Combine(_dataDir, "run/containerd"),
            Socket = Socket,
            ConfigFile = config,
            LogFile = Path.Combine(_dataDir, "containerd.log"),
            CniConfigDirectory = cni,
        }));
        Directory.CreateDirectory(Path.GetDirectoryName(Socket)!);
        _processes.Add(BackgroundProcess.Start("nsenter", [$"--net=/run/netns/{_network.Name}", "containerd", "--config", config]));
        await Eventually.BecomesAsync("containerd's socket", () => Task.FromResult(File.Exists(Socket)), exists => exists);

        var archive = Path.Combine(_dataDir, "busybox.tar");
        (await Shell.RunAsync(Path.Combine(Repository.Root, "tests/images/make-busybox-image"), [archive, "docker.io/library/" + TestCluster.Image])).Succeeded();
        using ImageStore images = new(Socket);
        await images.EnsurePauseImageAsync(TestContext.Current.CancellationToken);
        await images.ImportAsync(archive, TestContext.Current.CancellationToken);
    }
}
