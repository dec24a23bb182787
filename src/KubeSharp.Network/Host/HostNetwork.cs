using System.Net;
using KubeSharp.Network.Cni;
using KubeSharp.Processes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Network.Host;

/// <summary>
/// Prepares the machine for pods: forwarding, masquerading, and routes that keep everything addressed to the cluster's ranges from leaving
/// on the uplink. Every step can be repeated; <see cref="ResetAsync"/> undoes all of them.
/// </summary>
internal sealed class HostNetwork(NetworkOptions options, CommandRunner commands, ILogger logger)
{
    /// <summary>The mark on our routes (rtnetlink protocol number), by which they are found again.</summary>
    public const string RouteProtocol = "81";

    private const string LastResort = "4096";

    /// <summary>Prepares the machine and answers the node's address.</summary>
    /// <exception cref="NetworkException">A step failed that nothing works without.</exception>
    public async Task<IPAddress> PrepareAsync(CancellationToken cancel)
    {
        await MakeAnchorAsync(cancel).ConfigureAwait(false);
        var address = await FindAddressAsync(cancel).ConfigureAwait(false);
        await SetSysctlsAsync(cancel).ConfigureAwait(false);
        await GuardRangesAsync(address, cancel).ConfigureAwait(false);
        await WriteRulesAsync(cancel).ConfigureAwait(false);
        NetworkLog.Prepared(logger, address.ToString(), options.BridgeName);
        return address;
    }

    /// <summary>Writes our chains again if they are gone.</summary>
    public async Task WriteRulesAsync(CancellationToken cancel)
    {
        foreach (var ipv6 in new[] { false, true })
        {
            if (HostRules.Build(options, ipv6) is not { } text)
                continue;
            var tool = ipv6 ? "ip6tables" : "iptables";
            await MustAsync(tool + "-restore", ["-w", "5", "--noflush"], text, cancel).ConfigureAwait(false);
            await EnsureJumpAsync(tool, "filter", "FORWARD", HostRules.Forward, cancel).ConfigureAwait(false);
            await EnsureJumpAsync(tool, "nat", "POSTROUTING", HostRules.Masquerade, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Removes everything. Answers what could not be removed; empty for success.</summary>
    public async Task<IReadOnlyList<string>> ResetAsync(CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var tool in new[] { "iptables", "ip6tables" })
        {
            var saved = await commands.RunAsync(tool + "-save", [], null, cancel).ConfigureAwait(false);
            if (!saved.Succeeded)
            {
                if (saved.ExitCode != 127)
                    failures.Add($"{tool}-save: {saved.Error}");
                continue;
            }

            // portmap leaves its own chains behind when pods are not taken down in order.
            var text = ChainRemoval.Build(saved.Output, "KUBESHARP-", "CNI-HOSTPORT-", "CNI-DN-");
            if (text.Length == 0)
                continue;
            var removed = await commands.RunAsync(tool + "-restore", ["-w", "5", "--noflush"], text, cancel).ConfigureAwait(false);
            if (!removed.Succeeded)
                failures.Add($"{tool}-restore: {removed.Error}");
        }

        foreach (var family in new[] { "-4", "-6" })
            await commands.RunAsync("ip", [family, "route", "flush", "proto", RouteProtocol], null, cancel).ConfigureAwait(false);
        foreach (var name in (string[])[.. await PortsAsync(cancel).ConfigureAwait(false), options.BridgeName, options.AnchorName])
        {
            if (!await ExistsAsync(name, cancel).ConfigureAwait(false))
                continue;
            var removed = await commands.RunAsync("ip", ["link", "delete", name], null, cancel).ConfigureAwait(false);
            if (!removed.Succeeded)
                failures.Add($"interface {name}: {removed.Error}");
        }

        CniFile.Remove(options);
        return failures;
    }

    private async Task MakeAnchorAsync(CancellationToken cancel)
    {
        var name = options.AnchorName;
        if (!await ExistsAsync(name, cancel).ConfigureAwait(false))
        {
            // A dummy interface is the natural choice; a kernel without it has bridges, and one without ports serves as well.
            var made = await commands.RunAsync("ip", ["link", "add", name, "type", "dummy"], null, cancel).ConfigureAwait(false);
            if (!made.Succeeded)
                await MustAsync("ip", ["link", "add", name, "type", "bridge"], null, cancel).ConfigureAwait(false);
        }

        await MustAsync("ip", ["link", "set", name, "up"], null, cancel).ConfigureAwait(false);
    }

    /// <summary>The host's ends of the cables to pods; they outlive a bridge that is deleted.</summary>
    private async Task<List<string>> PortsAsync(CancellationToken cancel)
    {
        var ports = new List<string>();
        var listed = await commands.RunAsync("ip", ["-br", "link", "show", "master", options.BridgeName], null, cancel).ConfigureAwait(false);
        if (!listed.Succeeded)
            return ports;
        foreach (var line in listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            ports.Add(line.Split(' ', '@')[0]);
        return ports;
    }

    private async Task<bool> ExistsAsync(string name, CancellationToken cancel) =>
        (await commands.RunAsync("ip", ["link", "show", "dev", name], null, cancel).ConfigureAwait(false)).Succeeded;

    private async Task<IPAddress> FindAddressAsync(CancellationToken cancel)
    {
        if (options.NodeIP is { } given)
            return given;
        foreach (var family in new[] { "-4", "-6" })
        {
            if (family == "-6" && HostRules.OfFamily(options.ClusterCidrs, ipv6: true).Count == 0)
                continue;
            var routes = await commands.RunAsync("ip", [family, "route", "show", "default"], null, cancel).ConfigureAwait(false);
            var addresses = await commands.RunAsync("ip", ["-o", family, "addr", "show", "scope", "global"], null, cancel).ConfigureAwait(false);
            if (NodeAddress.Choose(routes.Output, addresses.Output, options) is { } found)
                return found;
        }

        var fallback = options.FallbackNodeIP;
        NetworkLog.Fallback(logger, fallback.ToString(), options.AnchorName);
        await MustAsync("ip", ["addr", "replace", $"{fallback}/32", "dev", options.AnchorName], null, cancel).ConfigureAwait(false);
        return fallback;
    }

    private async Task SetSysctlsAsync(CancellationToken cancel)
    {
        await MustAsync("sysctl", ["-q", "-w", "net.ipv4.ip_forward=1"], null, cancel).ConfigureAwait(false);
        if (HostRules.OfFamily(options.ClusterCidrs, ipv6: true).Count > 0)
            await MustAsync("sysctl", ["-q", "-w", "net.ipv6.conf.all.forwarding=1"], null, cancel).ConfigureAwait(false);

        // Without it, an answer between two pods of one bridge would not pass the rules that sent the question there.
        if (!Directory.Exists("/proc/sys/net/bridge"))
            await commands.RunAsync("modprobe", ["br_netfilter"], null, cancel).ConfigureAwait(false);
        foreach (var key in new[] { "net.bridge.bridge-nf-call-iptables", "net.bridge.bridge-nf-call-ip6tables" })
        {
            var result = await commands.RunAsync("sysctl", ["-q", "-w", key + "=1"], null, cancel).ConfigureAwait(false);
            if (!result.Succeeded)
                NetworkLog.SysctlFailed(logger, key, result.Error);
        }
    }

    private async Task GuardRangesAsync(IPAddress address, CancellationToken cancel)
    {
        foreach (var range in options.ClusterCidrs)
        {
            // Ranges that nodes own have routes of their own; the rest belongs to nobody.
            await MustAsync(
                "ip", [Family(range), "route", "replace", "unreachable", range, "metric", LastResort, "proto", RouteProtocol], null, cancel)
                .ConfigureAwait(false);
        }

        foreach (var range in options.ServiceCidrs)
        {
            // A process on the node needs some route to a Service address, or its packet never gets to the rules that rewrite it.
            string[] route = [Family(range), "route", "replace", range, "dev", options.AnchorName, "metric", LastResort, "proto", RouteProtocol];
            var sameFamily = range.Contains(':', StringComparison.Ordinal) == address.ToString().Contains(':', StringComparison.Ordinal);
            var result = sameFamily
                ? await commands.RunAsync("ip", [.. route, "src", address.ToString()], null, cancel).ConfigureAwait(false)
                : null;

            // An address that is given but not (yet) on this machine cannot be a source.
            if (result is not { Succeeded: true })
                await MustAsync("ip", route, null, cancel).ConfigureAwait(false);
        }
    }

    private async Task EnsureJumpAsync(string tool, string table, string from, string to, CancellationToken cancel)
    {
        var check = await commands.RunAsync(tool, ["-w", "5", "-t", table, "-C", from, "-j", to], null, cancel).ConfigureAwait(false);
        if (!check.Succeeded)
            await MustAsync(tool, ["-w", "5", "-t", table, "-A", from, "-j", to], null, cancel).ConfigureAwait(false);
    }

    private async Task MustAsync(string program, string[] arguments, string? input, CancellationToken cancel)
    {
        var result = await commands.RunAsync(program, arguments, input, cancel).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new NetworkException($"{program} {string.Join(' ', arguments)}: {result.Error}");
    }

    private static string Family(string range) => range.Contains(':', StringComparison.Ordinal) ? "-6" : "-4";
}
