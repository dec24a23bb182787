using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Deletes pods that do not tolerate a NoExecute taint of their node, or no longer do.</summary>
internal sealed class TaintEvictionController : KeyedController
{
    private const string ByNode = "nodeName";
    private readonly Informer<Node> nodes;
    private readonly Informer<Pod> pods;

    public TaintEvictionController(ControllerContext context)
        : base(context, workers: 8)
    {
        pods = Need<Pod>();
        pods.AddIndex(ByNode, static p => p.Spec.NodeName is { Length: > 0 } node ? [node] : []);
        nodes = Need<Node>();
        pods.AddHandler(PodSeen, (old, pod) =>
        {
            if (old.Spec.NodeName != pod.Spec.NodeName || (old.Spec.Tolerations?.Count ?? 0) != (pod.Spec.Tolerations?.Count ?? 0)) PodSeen(pod);
        });
        nodes.AddHandler(NodeSeen, (old, node) =>
        {
            if (!SameTaints(old.Spec.Taints, node.Spec.Taints)) NodeSeen(node);
        });
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Pod? pod = pods.Get(key);
        if (pod is null || pod.Metadata.DeletionTimestamp is not null || pod.Spec.NodeName is not { Length: > 0 } name) return ReconcileResult.Done;
        if (nodes.Get(null, name) is not { } node) return ReconcileResult.Done;
        DateTimeOffset now = Context.Now;
        if (EvictionDecision.Decide(pod, node.Spec.Taints, now) is not { } end) return ReconcileResult.Done;
        if (end > now) return ReconcileResult.After(end - now);
        Context.Events.Event(pod, EventTypes.Normal, "TaintManagerEviction", $"Marking for deletion Pod {key}");
        try
        {
            Pod copy = pod.DeepCopy();
            if (Disruption.Mark(copy, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now))
                await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await Client.DeleteAsync<Pod>(key.Namespace, key.Name, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }

    private void PodSeen(Pod pod)
    {
        if (pod.Spec.NodeName is { Length: > 0 } name && nodes.Get(null, name)?.Spec.Taints?.Exists(static t => t.Effect == NodeTaints.NoExecute) == true)
            Queue.Add(ObjectKey.Of(pod));
    }

    private void NodeSeen(Node node)
    {
        if (node.Spec.Taints?.Exists(static t => t.Effect == NodeTaints.NoExecute) != true) return;
        foreach (Pod pod in pods.ByIndex(ByNode, node.Metadata.Name!)) Queue.Add(ObjectKey.Of(pod));
    }

    private static bool SameTaints(List<Taint>? a, List<Taint>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0)) return false;
        for (int i = 0; i < (a?.Count ?? 0); i++)
            if (!a![i].Equals(b![i])) return false;
        return true;
    }
}
