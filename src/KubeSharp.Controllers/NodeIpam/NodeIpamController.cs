using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Gives every node its own range of pod addresses out of the cluster's.</summary>
internal sealed class NodeIpamController : KeyedController
{
    private readonly Informer<Node> nodes;
    private readonly Expectations expectations = new();
    private readonly List<CidrSet> sets = [];
    private readonly Lock gate = new();

    public NodeIpamController(ControllerContext context)
        : base(context, workers: 1)
    {
        foreach (string cidr in context.Options.ClusterCidrs)
        {
            var set = new CidrSet(cidr, cidr.Contains(':') ? context.Options.NodeCidrMaskSizeIPv6 : context.Options.NodeCidrMaskSizeIPv4);
            foreach (string service in context.Options.ServiceClusterIPRanges) set.Occupy(service);
            sets.Add(set);
        }

        nodes = Need<Node>();
        nodes.AddHandler(
            item => Queue.Add(ObjectKey.Of(item)),
            (_, item) => Queue.Add(ObjectKey.Of(item)),
            item => Each(item, static (set, cidr) => set.Release(cidr)));
    }

    /// <summary>What is taken must be known before anything is given away.</summary>
    protected override Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (Node node in nodes.List()) Each(node, static (set, cidr) => set.Occupy(cidr));
        return Task.CompletedTask;
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (!Context.Options.AllocateNodeCidrs || sets.Count == 0) return ReconcileResult.Done;
        Node? node = nodes.Get(key);
        if (node is null) expectations.Forget(key);
        if (!expectations.AreMet(key, nodes)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        if (node is null || node.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        if (node.Spec.PodCIDRs is { Count: > 0 } || !string.IsNullOrEmpty(node.Spec.PodCIDR))
        {
            Each(node, static (set, cidr) => set.Occupy(cidr));
            return ReconcileResult.Done;
        }

        List<string>? given = Allocate();
        if (given is null)
        {
            Context.Events.Event(node, EventTypes.Warning, "CIDRNotAvailable", "no range of pod addresses is left in the cluster");
            return ReconcileResult.Retry;
        }

        string list = string.Join(',', given.ConvertAll(static c => "\"" + c + "\""));
        byte[] patch = Encoding.UTF8.GetBytes(
            $$"""{"metadata":{"uid":"{{node.Metadata.Uid}}"},"spec":{"podCIDR":"{{given[0]}}","podCIDRs":[{{list}}]} }""");
        try
        {
            Node written = await Client.PatchAsync<Node>(null, key.Name, KubePatch.StrategicMerge(patch), cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(key, written);
            if (written.Spec.PodCIDR != given[0]) Release(given);
            return ReconcileResult.Done;
        }
        catch (Exception)
        {
            Release(given);
            throw;
        }
    }

    private List<string>? Allocate()
    {
        lock (gate)
        {
            var given = new List<string>(sets.Count);
            foreach (CidrSet set in sets)
            {
                if (set.Allocate() is not { } cidr)
                {
                    Release(given);
                    return null;
                }

                given.Add(cidr);
            }

            return given;
        }
    }

    private void Release(List<string> given)
    {
        lock (gate)
        {
            for (int i = 0; i < given.Count; i++) sets[i].Release(given[i]);
        }
    }

    private void Each(Node node, Action<CidrSet, string> action)
    {
        lock (gate)
        {
            foreach (string cidr in node.Spec.PodCIDRs ?? (string.IsNullOrEmpty(node.Spec.PodCIDR) ? [] : [node.Spec.PodCIDR]))
                foreach (CidrSet set in sets) action(set, cidr);
        }
    }
}
