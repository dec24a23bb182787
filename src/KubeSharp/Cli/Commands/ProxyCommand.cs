using System.CommandLine;
using System.Net;
using KubeSharp.Client;
using KubeSharp.Proxy;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp proxy</c>: kube-proxy alone, with its upstream flags.</summary>
internal static class ProxyCommand
{
    public static Command Create()
    {
        ComponentOptions component = new("kube-proxy");
        Option<string> node = new("--hostname-override") { Description = "Name of this machine's Node.", DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant() };
        Option<string> mode = new("--proxy-mode") { Description = "iptables or nftables.", DefaultValueFactory = _ => "iptables" };
        mode.AcceptOnlyFromAmong("iptables", "nftables");
        Option<string?> clusterCidr = new("--cluster-cidr") { Description = "Ranges of pod addresses, separated by commas." };
        Option<string?> serviceRange = new("--service-cluster-ip-range") { Description = "Ranges of service addresses; those that no Service has are rejected." };
        Option<string> healthz = new("--healthz-bind-address") { Description = "Address of the health check; empty for none.", DefaultValueFactory = _ => "0.0.0.0:10256" };
        Option<bool> masqueradeAll = new("--masquerade-all") { Description = "Masquerade all traffic to Services." };
        Option<bool> cleanup = new("--cleanup") { Description = "Remove every rule of kube-proxy and end." };
        Command command = new("proxy", "Run kube-proxy alone.") { node, mode, clusterCidr, serviceRange, healthz, masqueradeAll, cleanup };
        component.AddTo(command, leaderElection: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(cleanup))
            {
                if (await ProxyComponent.CleanupAsync(cancellationToken) is { Count: > 0 } problems)
                    throw new UserError(string.Join("; ", problems));
                return;
            }

            ProxyOptions options = new()
            {
                NodeName = result.GetValue(node)!,
                Mode = result.GetValue(mode) == "nftables" ? ProxyMode.Nftables : ProxyMode.Iptables,
                ClusterCidrs = Split(result.GetValue(clusterCidr)),
                ServiceCidrs = Split(result.GetValue(serviceRange)),
                MasqueradeAll = result.GetValue(masqueradeAll),
                HealthzBindAddress = EndPoint(result.GetValue(healthz)!),
            };
            using var loggers = component.Loggers(result);
            using var client = component.Client(result);
            await using InformerFactory informers = new(client, TimeProvider.System, loggers);
            await new ProxyComponent(options, informers, loggers, TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static IPEndPoint? EndPoint(string text) => text.Length == 0
        ? null
        : IPEndPoint.TryParse(text, out var endPoint) ? endPoint : throw new UserError($"--healthz-bind-address {text} is not an address with a port");

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
