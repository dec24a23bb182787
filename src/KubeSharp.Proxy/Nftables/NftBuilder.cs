using System.Globalization;
using KubeSharp.Proxy.Model;

namespace KubeSharp.Proxy.Nftables;

/// <summary>
/// The model as one nftables table. A packet is looked up once in a map of all addresses and ports, whatever their number, and a change of
/// a Service changes its own chain and its own elements.
/// </summary>
internal sealed class NftBuilder
{
    /// <summary>The table's name.</summary>
    public const string Table = "kube-proxy";

    private const string ServiceIps = "service-ips";
    private const string ServiceNodePorts = "service-nodeports";
    private const string NoEndpointServices = "no-endpoint-services";
    private const string NoEndpointNodePorts = "no-endpoint-nodeports";
    private const string FirewallIps = "firewall-ips";
    private const string ClusterIps = "cluster-ips";
    private const string NodePortIps = "nodeport-ips";

    private readonly ProxyModel model;
    private readonly ProxyOptions options;
    private readonly NftRules rules;
    private readonly string ip;
    private readonly string address;
    private readonly string mark;
    private readonly string? clusterCidr;

    private NftBuilder(ProxyModel model, ProxyOptions options)
    {
        this.model = model;
        this.options = options;
        ip = FamilyName(model.Family);
        address = model.Family == IpFamily.IPv4 ? "ipv4_addr" : "ipv6_addr";
        mark = string.Create(CultureInfo.InvariantCulture, $"0x{1u << options.MasqueradeBit:x}");
        rules = new NftRules(ip);
        foreach (var range in options.ClusterCidrs)
        {
            if (ModelBuilder.IsRangeOf(model.Family, range))
                clusterCidr = range;
        }
    }

    /// <summary>ip or ip6.</summary>
    public static string FamilyName(IpFamily family) => family == IpFamily.IPv4 ? "ip" : "ip6";

    /// <summary>Builds the table of one family.</summary>
    public static NftRules Build(ProxyModel model, ProxyOptions options)
    {
        var builder = new NftBuilder(model, options);
        builder.AddFrame();
        foreach (var port in model.Ports)
            builder.AddPort(port);
        return builder.rules;
    }

    private void AddFrame()
    {
        Collection("map", ServiceIps, $"type {address} . inet_proto . inet_service : verdict;");
        Collection("map", ServiceNodePorts, "type inet_proto . inet_service : verdict;");
        Collection("map", NoEndpointServices, $"type {address} . inet_proto . inet_service : verdict;");
        Collection("map", NoEndpointNodePorts, "type inet_proto . inet_service : verdict;");
        Collection("map", FirewallIps, $"type {address} . inet_proto . inet_service : verdict;");
        Collection("set", ClusterIps, $"type {address};");
        if (options.NodePortAddresses.Count > 0)
        {
            Collection("set", NodePortIps, $"type {address}; flags interval;");
            foreach (var range in options.NodePortAddresses)
            {
                if (ModelBuilder.IsRangeOf(model.Family, range))
                    rules.Collections[NodePortIps].Elements[range] = "";
            }
        }

        var ourPorts = options.NodePortAddresses.Count > 0
            ? $"{ip} daddr @{NodePortIps} fib daddr type local"
            : $"fib daddr type local {ip} daddr != {(model.Family == IpFamily.IPv4 ? "127.0.0.0/8" : "::1")}";

        rules.Chain("mark-for-masquerade").Add($"meta mark set meta mark or {mark}");
        rules.Chain("reject-chain").Add("meta l4proto tcp reject with tcp reset");
        rules.Chain("reject-chain").Add("reject");
        var masquerading = rules.Chain("masquerading");
        masquerading.Add($"meta mark and {mark} == 0 return");
        masquerading.Add($"meta mark set meta mark xor {mark}");
        masquerading.Add("masquerade fully-random");
        var services = rules.Chain("services");
        services.Add($"{ip} daddr . meta l4proto . th dport vmap @{ServiceIps}");
        services.Add($"{ourPorts} meta l4proto . th dport vmap @{ServiceNodePorts}");
        rules.Chain("firewall-check").Add($"{ip} daddr . meta l4proto . th dport vmap @{FirewallIps}");
        var endpoints = rules.Chain("service-endpoints-check");
        endpoints.Add($"{ip} daddr . meta l4proto . th dport vmap @{NoEndpointServices}");
        endpoints.Add($"{ourPorts} meta l4proto . th dport vmap @{NoEndpointNodePorts}");
        var unused = rules.Chain("cluster-ips-check");
        unused.Add($"{ip} daddr @{ClusterIps} goto reject-chain");
        foreach (var range in options.ServiceCidrs)
        {
            if (ModelBuilder.IsRangeOf(model.Family, range))
                unused.Add($"{ip} daddr {range} goto reject-chain");
        }

        // Before addresses are rewritten: what must not get through. After: what nobody rewrote although it is addressed to a Service.
        Base("filter-prerouting", "type filter hook prerouting priority -110;", "ct state new jump firewall-check");
        Base("filter-input", "type filter hook input priority -110;", "ct state new jump service-endpoints-check");
        Base("filter-forward", "type filter hook forward priority -110;", "ct state new jump service-endpoints-check", "ct state new jump cluster-ips-check");
        Base("filter-output", "type filter hook output priority -110;", "ct state new jump service-endpoints-check", "ct state new jump firewall-check");
        Base("filter-output-post-dnat", "type filter hook output priority -90;", "ct state new jump cluster-ips-check");
        Base("nat-prerouting", "type nat hook prerouting priority -100;", "jump services");
        Base("nat-output", "type nat hook output priority -100;", "jump services");
        Base("nat-postrouting", "type nat hook postrouting priority 100;", "jump masquerading");
    }

    private void Base(string chain, string hook, params ReadOnlySpan<string> content)
    {
        rules.BaseChains.Add(chain, hook);
        rules.Chain(chain).AddRange(content);
    }

    private void Collection(string kind, string name, string definition) => rules.Collections.Add(name, new NftCollection(kind, definition));

    private void AddPort(ServicePort port)
    {
        var hash = Names.Hash(port.Name + port.Protocol);
        var label = $"{hash}-{port.Name.Namespace}/{port.Name.Name}/{port.Protocol}/{port.Name.Port}".TrimEnd('/');
        var clusterChain = "service-" + label;
        var localChain = "local-" + label;
        var externalChain = "external-" + label;
        var internalChain = port.InternalLocal ? localChain : clusterChain;
        var hasCluster = port.ClusterEndpoints.Count > 0;
        var hasLocal = port.LocalEndpoints.Count > 0;
        var hasEndpoints = hasCluster || hasLocal;

        rules.Collections[ClusterIps].Elements[port.ClusterIp] = "";
        if (port.InternalEndpoints.Count > 0)
            rules.Collections[ServiceIps].Elements[Key(port.ClusterIp, port)] = "goto " + internalChain;
        else
            rules.Collections[NoEndpointServices].Elements[Key(port.ClusterIp, port)] = Refusal(port, port.InternalLocal);

        AddExternal(port, label, hasEndpoints, externalChain);
        if (port.IsExternal && hasEndpoints)
            AddExternalChain(port, externalChain, clusterChain, localChain, hasCluster, hasLocal);
        if (port.InternalEndpoints.Count > 0)
            AddInternalMasquerade(port, internalChain);
        if (hasCluster)
            AddBalancing(port, clusterChain, port.ClusterEndpoints);
        if (hasLocal)
            AddBalancing(port, localChain, port.LocalEndpoints);
    }

    private static string Key(string ipAddress, ServicePort port) => $"{ipAddress} . {port.Protocol} . {port.Port}";

    private static string Refusal(ServicePort port, bool localPolicy) =>
        localPolicy && port.HasAnyEndpoints ? "drop" : "goto reject-chain";

    private void AddExternal(ServicePort port, string label, bool hasEndpoints, string externalChain)
    {
        var reachable = port.ExternalEndpoints.Count > 0;
        foreach (var external in new[] { port.ExternalIps, port.LoadBalancerIps })
        {
            foreach (var one in external)
            {
                if (hasEndpoints)
                    rules.Collections[ServiceIps].Elements[Key(one, port)] = "goto " + externalChain;
                if (!reachable)
                    rules.Collections[NoEndpointServices].Elements[Key(one, port)] = Refusal(port, port.ExternalLocal);
            }
        }

        if (port.SourceRanges.Count > 0 && hasEndpoints && port.LoadBalancerIps.Count > 0)
        {
            var firewall = "firewall-" + label;
            rules.Chain(firewall).Add($"{ip} saddr != {{ {string.Join(", ", port.SourceRanges)} }} drop");
            foreach (var one in port.LoadBalancerIps)
                rules.Collections[FirewallIps].Elements[Key(one, port)] = "goto " + firewall;
        }

        if (port.NodePort == 0)
            return;
        var nodePort = $"{port.Protocol} . {port.NodePort}";
        if (hasEndpoints)
            rules.Collections[ServiceNodePorts].Elements[nodePort] = "goto " + externalChain;
        if (!reachable)
            rules.Collections[NoEndpointNodePorts].Elements[nodePort] = Refusal(port, port.ExternalLocal);
    }

    private void AddExternalChain(
        ServicePort port, string externalChain, string clusterChain, string localChain, bool hasCluster, bool hasLocal)
    {
        var chain = rules.Chain(externalChain);
        if (!port.ExternalLocal)
        {
            if (!hasCluster)
                return;
            chain.Add("jump mark-for-masquerade");
            chain.Add("goto " + clusterChain);
            return;
        }

        if (hasCluster)
        {
            if (clusterCidr is not null)
                chain.Add($"{ip} saddr {clusterCidr} goto {clusterChain}");
            chain.Add("fib saddr type local jump mark-for-masquerade");
            chain.Add($"fib saddr type local goto {clusterChain}");
        }

        if (hasLocal)
            chain.Add("goto " + localChain);
    }

    private void AddInternalMasquerade(ServicePort port, string internalChain)
    {
        var to = $"{ip} daddr {port.ClusterIp} {port.Protocol} dport {port.Port}";
        if (options.MasqueradeAll)
            rules.Chain(internalChain).Add($"{to} jump mark-for-masquerade");
        else if (clusterCidr is not null)
            rules.Chain(internalChain).Add($"{to} {ip} saddr != {clusterCidr} jump mark-for-masquerade");
    }

    private void AddBalancing(ServicePort port, string chainName, IReadOnlyList<Endpoint> endpoints)
    {
        var chain = rules.Chain(chainName);
        var targets = new string[endpoints.Count];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = AddEndpoint(port, endpoints[i]);
        if (port.AffinitySeconds > 0)
        {
            foreach (var target in targets)
                chain.Add($"{ip} saddr @{AffinitySet(target)} goto {target}");
        }

        if (targets.Length == 1)
        {
            chain.Add("goto " + targets[0]);
            return;
        }

        var choices = new string[targets.Length];
        for (var i = 0; i < choices.Length; i++)
            choices[i] = $"{i} : goto {targets[i]}";
        chain.Add($"numgen random mod {targets.Length} vmap {{ {string.Join(", ", choices)} }}");
    }

    private static string AffinitySet(string endpointChain) => "affinity-" + endpointChain["endpoint-".Length..];

    private string AddEndpoint(ServicePort port, Endpoint endpoint)
    {
        var hash = Names.Hash(port.Name + port.Protocol + endpoint.Text);
        var name = $"endpoint-{hash}-{port.Name.Namespace}/{port.Name.Name}/{port.Protocol}/{port.Name.Port}".TrimEnd('/') +
            $"__{endpoint.Address.Replace(':', '.')}/{endpoint.Port}";
        if (rules.Chains.ContainsKey(name))
            return name;
        var chain = rules.Chain(name);
        chain.Add($"{ip} saddr {endpoint.Address} jump mark-for-masquerade");
        if (port.AffinitySeconds > 0)
        {
            Collection("set", AffinitySet(name), $"type {address}; flags dynamic,timeout; timeout {port.AffinitySeconds}s;");
            chain.Add($"update @{AffinitySet(name)} {{ {ip} saddr }}");
        }

        chain.Add($"meta l4proto {port.Protocol} dnat to {endpoint.Text}");
        return name;
    }
}
