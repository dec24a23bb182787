using System.Globalization;
using KubeSharp.Proxy.Model;

namespace KubeSharp.Proxy.Iptables;

/// <summary>
/// The model as iptables chains. What reaches a Service is rewritten in the nat table; what must not reach anything is refused or dropped
/// in the filter table, which sees only what was not rewritten.
/// </summary>
internal sealed class RuleBuilder
{
    private readonly ProxyModel model;
    private readonly ProxyOptions options;
    private readonly RuleSet rules = new();
    private readonly string mark;
    private readonly string? clusterCidr;

    private RuleBuilder(ProxyModel model, ProxyOptions options)
    {
        this.model = model;
        this.options = options;
        mark = string.Create(CultureInfo.InvariantCulture, $"0x{1u << options.MasqueradeBit:x}");
        foreach (var range in options.ClusterCidrs)
        {
            if (ModelBuilder.IsRangeOf(model.Family, range))
                clusterCidr = range;
        }
    }

    /// <summary>Builds all chains of one family.</summary>
    public static RuleSet Build(ProxyModel model, ProxyOptions options)
    {
        var builder = new RuleBuilder(model, options);
        builder.AddFrame();
        foreach (var port in model.Ports)
            builder.AddPort(port);
        builder.AddEnd();
        return builder.rules;
    }

    private static string Quote(string comment) => $"-m comment --comment \"{comment}\"";

    private static string Match(ServicePort port, int number) => $"-m {port.Protocol} -p {port.Protocol} --dport {number}";

    /// <summary>
    /// TCP is refused by a reset: an ICMP message that comes back while the client's connect call still runs, as it does over a virtual
    /// cable, would be thrown away and the client would wait for its next try.
    /// </summary>
    private static string Reject(string protocol) => protocol == "tcp" ? "REJECT --reject-with tcp-reset" : "REJECT";

    private string Host(string address) => address + (model.Family == IpFamily.IPv4 ? "/32" : "/128");

    private void AddFrame()
    {
        var filter = rules.Filter;
        foreach (var chain in new[] { ChainNames.Services, ChainNames.ExternalServices, ChainNames.NodePorts, ChainNames.ProxyFirewall })
            filter.Chain(chain);
        var forward = filter.Chain(ChainNames.Forward);
        forward.Add("-m conntrack --ctstate INVALID -j DROP");
        forward.Add($"{Quote("masqueraded")} -m mark --mark {mark}/{mark} -j ACCEPT");
        forward.Add("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        var firewall = filter.Chain(ChainNames.Firewall);
        if (model.Family == IpFamily.IPv4 && options.LocalhostNodePorts)
        {
            // Node ports on 127.0.0.1 need route_localnet, which would let neighbours reach everything else on it.
            firewall.Add(
                $"{Quote("loopback only from here")} ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP");
        }

        const string NewOnly = "-m conntrack --ctstate NEW";
        filter.Jumps.Add(new Jump("INPUT", "", ChainNames.Firewall));
        filter.Jumps.Add(new Jump("OUTPUT", "", ChainNames.Firewall));
        filter.Jumps.Add(new Jump("INPUT", NewOnly, ChainNames.ExternalServices));
        filter.Jumps.Add(new Jump("FORWARD", NewOnly, ChainNames.ExternalServices));
        filter.Jumps.Add(new Jump("INPUT", "", ChainNames.NodePorts));
        filter.Jumps.Add(new Jump("FORWARD", NewOnly, ChainNames.Services));
        filter.Jumps.Add(new Jump("OUTPUT", NewOnly, ChainNames.Services));
        filter.Jumps.Add(new Jump("FORWARD", "", ChainNames.Forward));
        filter.Jumps.Add(new Jump("INPUT", NewOnly, ChainNames.ProxyFirewall));
        filter.Jumps.Add(new Jump("FORWARD", NewOnly, ChainNames.ProxyFirewall));
        filter.Jumps.Add(new Jump("OUTPUT", NewOnly, ChainNames.ProxyFirewall));

        var nat = rules.Nat;
        nat.Chain(ChainNames.Canary);
        nat.Chain(ChainNames.Services);
        nat.Chain(ChainNames.NodePorts);
        var postrouting = nat.Chain(ChainNames.Postrouting);
        postrouting.Add($"-m mark ! --mark {mark}/{mark} -j RETURN");
        postrouting.Add($"-j MARK --xor-mark {mark}");
        postrouting.Add($"{Quote("answers must come back here")} -j MASQUERADE --random-fully");
        nat.Chain(ChainNames.MarkMasquerade).Add($"-j MARK --or-mark {mark}");
        nat.Jumps.Add(new Jump("PREROUTING", "", ChainNames.Services));
        nat.Jumps.Add(new Jump("OUTPUT", "", ChainNames.Services));
        nat.Jumps.Add(new Jump("POSTROUTING", "", ChainNames.Postrouting));
    }

    private void AddEnd()
    {
        // What is addressed to a Service range and was not rewritten belongs to nobody: refuse it here, never let it out.
        foreach (var range in options.ServiceCidrs)
        {
            if (ModelBuilder.IsRangeOf(model.Family, range))
            {
                rules.Filter.Chain(ChainNames.Services).Add($"{Quote("no such Service")} -d {range} -m tcp -p tcp -j {Reject("tcp")}");
                rules.Filter.Chain(ChainNames.Services).Add($"{Quote("no such Service")} -d {range} -j REJECT");
            }
        }

        var services = rules.Nat.Chain(ChainNames.Services);
        var local = "-m addrtype --dst-type LOCAL";
        var ranges = 0;
        foreach (var range in options.NodePortAddresses)
        {
            if (!ModelBuilder.IsRangeOf(model.Family, range))
                continue;
            ranges++;
            services.Add($"{Quote("node ports")} -d {range} {local} -j {ChainNames.NodePorts}");
        }

        if (ranges > 0)
            return;
        if (model.Family == IpFamily.IPv6)
            local = "! -d ::1/128 " + local;
        else if (!options.LocalhostNodePorts)
            local = "! -d 127.0.0.0/8 " + local;
        services.Add($"{Quote("node ports")} {local} -j {ChainNames.NodePorts}");
    }

    private void AddPort(ServicePort port)
    {
        var name = port.Name.ToString();
        var hasCluster = port.ClusterEndpoints.Count > 0;
        var hasLocal = port.LocalEndpoints.Count > 0;
        var hasInternal = port.InternalEndpoints.Count > 0;
        var hasEndpoints = hasCluster || hasLocal;
        var clusterChain = ChainNames.Service(port);
        var localChain = ChainNames.ServiceLocal(port);
        var internalChain = port.InternalLocal ? localChain : clusterChain;
        var externalChain = ChainNames.External(port);
        var services = rules.Nat.Chain(ChainNames.Services);

        if (hasInternal)
            services.Add($"{Quote(name + " cluster IP")} -d {Host(port.ClusterIp)} {Match(port, port.Port)} -j {internalChain}");
        else
            Refuse(port, ChainNames.Services, $"-d {Host(port.ClusterIp)}", port.Port, port.InternalLocal);

        AddExternal(port, hasEndpoints, externalChain, services);
        if (port.HealthCheckNodePort != 0)
        {
            rules.Filter.Chain(ChainNames.NodePorts)
                .Add($"{Quote(name + " health check")} -m tcp -p tcp --dport {port.HealthCheckNodePort} -j ACCEPT");
        }

        if (port.IsExternal && hasEndpoints)
            AddExternalChain(port, name, clusterChain, localChain, hasCluster, hasLocal, externalChain);
        if (hasInternal)
            AddInternalMasquerade(port, name, internalChain);
        if (hasCluster)
            AddBalancing(port, name, clusterChain, port.ClusterEndpoints);
        if (hasLocal)
            AddBalancing(port, name, localChain, port.LocalEndpoints);
        if (hasEndpoints)
            AddEndpoints(port, name);
    }

    private void AddExternal(ServicePort port, bool hasEndpoints, string externalChain, List<string> services)
    {
        var name = port.Name.ToString();
        var reachable = port.ExternalEndpoints.Count > 0;
        foreach (var address in port.ExternalIps)
        {
            if (hasEndpoints)
                services.Add($"{Quote(name + " external IP")} -d {Host(address)} {Match(port, port.Port)} -j {externalChain}");
            if (!reachable)
                Refuse(port, ChainNames.ExternalServices, $"-d {Host(address)}", port.Port, port.ExternalLocal);
        }

        var firewall = ChainNames.LoadBalancerFirewall(port);
        var restricted = port.SourceRanges.Count > 0 && hasEndpoints && port.LoadBalancerIps.Count > 0;
        foreach (var address in port.LoadBalancerIps)
        {
            if (hasEndpoints)
            {
                var target = restricted ? firewall : externalChain;
                services.Add($"{Quote(name + " load balancer IP")} -d {Host(address)} {Match(port, port.Port)} -j {target}");
            }

            if (restricted)
            {
                rules.Filter.Chain(ChainNames.ProxyFirewall)
                    .Add($"{Quote(name + " source ranges")} -d {Host(address)} {Match(port, port.Port)} -j DROP");
            }

            if (!reachable)
                Refuse(port, ChainNames.ExternalServices, $"-d {Host(address)}", port.Port, port.ExternalLocal);
        }

        if (restricted)
        {
            var chain = rules.Nat.Chain(firewall);
            foreach (var range in port.SourceRanges)
                chain.Add($"{Quote(name + " source ranges")} -s {range} -j {externalChain}");
        }

        if (port.NodePort == 0)
            return;
        if (hasEndpoints)
            rules.Nat.Chain(ChainNames.NodePorts).Add($"{Quote(name)} {Match(port, port.NodePort)} -j {externalChain}");
        if (!reachable)
            Refuse(port, ChainNames.ExternalServices, "-m addrtype --dst-type LOCAL", port.NodePort, port.ExternalLocal);
    }

    /// <summary>No endpoint at all: refuse, so that clients know at once. None here but some elsewhere: drop, another node may answer.</summary>
    private void Refuse(ServicePort port, string chain, string destination, int number, bool localPolicy)
    {
        var (target, why) = localPolicy && port.HasAnyEndpoints ? ("DROP", "no local endpoints") : (Reject(port.Protocol), "no endpoints");
        rules.Filter.Chain(chain).Add($"{Quote($"{port.Name} has {why}")} {destination} {Match(port, number)} -j {target}");
    }

    private void AddExternalChain(
        ServicePort port, string name, string clusterChain, string localChain, bool hasCluster, bool hasLocal, string externalChain)
    {
        var chain = rules.Nat.Chain(externalChain);
        if (!port.ExternalLocal)
        {
            if (!hasCluster)
                return;
            chain.Add($"{Quote(name + " from outside")} -j {ChainNames.MarkMasquerade}");
            chain.Add($"-j {clusterChain}");
            return;
        }

        if (hasCluster)
        {
            // Pods and this node itself need no load balancer: for them the whole cluster answers.
            if (clusterCidr is not null)
                chain.Add($"{Quote(name + " from pods")} -s {clusterCidr} -j {clusterChain}");
            chain.Add($"{Quote(name + " from this node")} -m addrtype --src-type LOCAL -j {ChainNames.MarkMasquerade}");
            chain.Add($"{Quote(name + " from this node")} -m addrtype --src-type LOCAL -j {clusterChain}");
        }

        if (hasLocal)
            chain.Add($"-j {localChain}");
    }

    private void AddInternalMasquerade(ServicePort port, string name, string internalChain)
    {
        var to = $"-d {Host(port.ClusterIp)} {Match(port, port.Port)}";
        if (options.MasqueradeAll)
            rules.Nat.Chain(internalChain).Add($"{Quote(name + " cluster IP")} {to} -j {ChainNames.MarkMasquerade}");
        else if (clusterCidr is not null)
            rules.Nat.Chain(internalChain).Add($"{Quote(name + " cluster IP")} {to} ! -s {clusterCidr} -j {ChainNames.MarkMasquerade}");
    }

    private void AddBalancing(ServicePort port, string name, string chainName, IReadOnlyList<Endpoint> endpoints)
    {
        var chain = rules.Nat.Chain(chainName);
        if (port.AffinitySeconds > 0)
        {
            foreach (var endpoint in endpoints)
            {
                var target = ChainNames.Endpoint(port, endpoint);
                chain.Add(
                    $"{Quote($"{name} -> {endpoint.Text}")} -m recent --name {target} --rcheck --seconds {port.AffinitySeconds} --reap -j {target}");
            }
        }

        for (var i = 0; i < endpoints.Count; i++)
        {
            var left = endpoints.Count - i;
            var chance = left == 1
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" -m statistic --mode random --probability {1.0 / left:F10}");
            chain.Add($"{Quote($"{name} -> {endpoints[i].Text}")}{chance} -j {ChainNames.Endpoint(port, endpoints[i])}");
        }
    }

    private void AddEndpoints(ServicePort port, string name)
    {
        AddEndpoints(port, name, port.ClusterEndpoints);
        AddEndpoints(port, name, port.LocalEndpoints);
    }

    private void AddEndpoints(ServicePort port, string name, IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            var chainName = ChainNames.Endpoint(port, endpoint);
            if (rules.Nat.Chains.ContainsKey(chainName))
                continue;
            var chain = rules.Nat.Chain(chainName);

            // A pod that reaches itself through its Service must see another source address, or the answer never passes here.
            chain.Add($"{Quote(name)} -s {Host(endpoint.Address)} -j {ChainNames.MarkMasquerade}");
            var remember = port.AffinitySeconds > 0 ? $" -m recent --name {chainName} --set" : "";
            chain.Add($"{Quote(name)}{remember} -m {port.Protocol} -p {port.Protocol} -j DNAT --to-destination {endpoint.Text}");
        }
    }
}
