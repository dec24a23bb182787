using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Pods of DaemonSets: for which node, and where they may run.</summary>
internal static class DaemonPods
{
    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    /// <summary>The node a pod is on or meant for.</summary>
    public static string? NodeOf(Pod pod)
    {
        if (!string.IsNullOrEmpty(pod.Spec.NodeName)) return pod.Spec.NodeName;
        foreach (NodeSelectorTerm term in pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [])
        {
            foreach (NodeSelectorRequirement field in term.MatchFields ?? [])
                if (field.Key == "metadata.name" && field.Operator == "In" && field.Values is { Count: 1 } names) return names[0];
        }

        return null;
    }

    /// <summary>The template with what every daemon tolerates: it must run where nothing else may yet.</summary>
    public static PodTemplateSpec Template(DaemonSet set, string hash)
    {
        PodTemplateSpec template = set.Spec.Template.DeepCopy();
        List<Toleration> tolerations = template.Spec.Tolerations ??= [];
        foreach ((string key, string effect) in Tolerated) Add(tolerations, key, effect);
        if (template.Spec.HostNetwork == true) Add(tolerations, "node.kubernetes.io/network-unavailable", "NoSchedule");
        (template.Metadata.Labels ??= [])[RevisionHistory.HashLabel] = hash;
        return template;
    }

    /// <summary>A pod that only one node can take; the scheduler places it there.</summary>
    public static Pod Create(DaemonSet set, PodTemplateSpec template, string node)
    {
        Pod pod = PodFactory.Create(template, set.Metadata.Namespace!, Owners.ControllerReference(set));
        var only = new NodeSelectorRequirement { Key = "metadata.name", Operator = "In", Values = [node] };
        Affinity affinity = pod.Spec.Affinity ??= new Affinity();
        NodeAffinity nodeAffinity = affinity.NodeAffinity ??= new NodeAffinity();
        if (nodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution is { NodeSelectorTerms.Count: > 0 } required)
        {
            foreach (NodeSelectorTerm term in required.NodeSelectorTerms) term.MatchFields = [only];
        }
        else
        {
            nodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector { NodeSelectorTerms = [new NodeSelectorTerm { MatchFields = [only] }] };
        }

        return pod;
    }

    /// <summary>Whether a pod should start on a node, and whether one that is there may stay.</summary>
    public static (bool ShouldRun, bool MayStay) Fits(PodTemplateSpec template, Node node)
    {
        if (!string.IsNullOrEmpty(template.Spec.NodeName) && template.Spec.NodeName != node.Metadata.Name) return (false, false);
        if (!NodeAffinityMatch.Matches(template.Spec, node)) return (false, false);
        bool run = true;
        foreach (Taint taint in node.Spec.Taints ?? [])
        {
            if (taint.Effect is not ("NoSchedule" or "NoExecute") || IsTolerated(template, taint)) continue;
            if (taint.Effect == "NoExecute") return (false, false);
            run = false;
        }

        return (run, true);
    }

    private static bool IsTolerated(PodTemplateSpec template, Taint taint)
    {
        foreach (Toleration toleration in template.Spec.Tolerations ?? [])
            if (EvictionDecision.Tolerates(toleration, taint)) return true;
        return false;
    }

    private static void Add(List<Toleration> tolerations, string key, string effect)
    {
        if (!tolerations.Exists(t => t.Key == key && t.Effect == effect && t.Operator == "Exists"))
            tolerations.Add(new Toleration { Key = key, Operator = "Exists", Effect = effect });
    }
}
