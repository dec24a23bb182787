using System.CommandLine;
using KubeSharp.Client;
using KubeSharp.Controllers;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp controller-manager</c>: kube-controller-manager alone, with its upstream flags.</summary>
internal static class ControllerManagerCommand
{
    public static Command Create()
    {
        ComponentOptions component = new("kube-controller-manager");
        Option<string[]> controllers = new("--controllers")
        {
            Description = "Controllers to run: '*' for those that are on by default, 'name' to add one, '-name' to leave one out. " +
                $"All of them: {string.Join(", ", ControllerManagerComponent.ControllerNames)}",
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => ["*"],
        };
        Option<bool> allocate = new("--allocate-node-cidrs") { Description = "Give every node a range of pod addresses." };
        Option<string?> clusterCidr = new("--cluster-cidr") { Description = "Ranges of pod addresses, one per IP family, separated by commas." };
        Option<string?> serviceRange = new("--service-cluster-ip-range") { Description = "Ranges of service addresses." };
        Option<int> maskSize = new("--node-cidr-mask-size-ipv4", "--node-cidr-mask-size") { Description = "Size of a node's range.", DefaultValueFactory = _ => 24 };
        Option<string?> rootCa = new("--root-ca-file") { Description = "Authority published to every namespace." };
        Option<string?> signingCert = new("--cluster-signing-cert-file") { Description = "Certificate that signs certificate requests." };
        Option<string?> signingKey = new("--cluster-signing-key-file") { Description = "Its key." };
        Option<string?> tokenKey = new("--service-account-private-key-file") { Description = "Key that signs service-account tokens." };
        Option<bool> ownCredentials = new("--use-service-account-credentials") { Description = "Every controller acts as a service account of its own, rather than as the user of the kubeconfig." };
        var grace = Durations.Option("--node-monitor-grace-period", "Silence after which a node counts as unreachable.", "50s");
        var period = Durations.Option("--node-monitor-period", "How often nodes are looked at.", "5s");
        Command command = new("controller-manager", "Run the controllers (kube-controller-manager) alone.")
        {
            controllers, allocate, clusterCidr, serviceRange, maskSize, rootCa, signingCert, signingKey, tokenKey, ownCredentials, grace, period,
        };
        component.AddTo(command, leaderElection: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var loggers = component.Loggers(result);
            var config = component.Config(result);
            using var client = component.Client(config);
            using ServiceAccountClients accounts = new(config, client, options: component.ClientOptions);
            var own = result.GetValue(ownCredentials);
            await using InformerFactory informers = new(client, TimeProvider.System, loggers);
            ControllerManagerOptions options = new()
            {
                Controllers = [.. result.GetValue(controllers)!.SelectMany(c => c.Split(','))],
                AllocateNodeCidrs = result.GetValue(allocate),
                ClusterCidrs = Split(result.GetValue(clusterCidr)),
                ServiceClusterIPRanges = Split(result.GetValue(serviceRange)),
                NodeCidrMaskSizeIPv4 = result.GetValue(maskSize),
                RootCAFile = Existing(result, rootCa),
                ClusterSigningCertFile = Existing(result, signingCert),
                ClusterSigningKeyFile = Existing(result, signingKey),
                ServiceAccountPrivateKeyFile = Existing(result, tokenKey),
                NodeMonitorGracePeriod = result.GetValue(grace),
                NodeMonitorPeriod = result.GetValue(period),
                LeaderElection = component.LeaderElection(result),
            };
            await new ControllerManagerComponent(
                options, name => own && name != "kube-controller-manager" ? accounts.For(name) : client, informers, loggers, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string? Existing(ParseResult result, Option<string?> option) => result.GetValue(option) is not { } path || File.Exists(path)
        ? result.GetValue(option)
        : throw new UserError($"{option.Name}: there is no file {path}");
}
