using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Makes room for an important pod by removing less important ones, as few and as unimportant as possible, and breaking as few disruption
/// budgets as possible.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
/// </summary>
internal sealed class DefaultPreemption : IPostFilterPlugin
{
    private const int MinCandidatePercentage = 10;
    private const int MinCandidates = 100;

    private readonly Status unhelpful;
    private readonly Status noVictims;
    private int start;

    /// <summary>Creates the plugin.</summary>
    public DefaultPreemption()
    {
        unhelpful = new Status(StatusCode.UnschedulableAndUnresolvable, Name, "Preemption is not helpful for scheduling");
        noVictims = new Status(StatusCode.UnschedulableAndUnresolvable, Name, "No preemption victims found for incoming pod");
    }

    /// <inheritdoc/>
    public string Name => "DefaultPreemption";

    /// <inheritdoc/>
    public PostFilterResult PostFilter(CycleState state, PodInfo pod, ClusterState cluster, Profile profile, Diagnosis diagnosis)
    {
        if (Ineligible(pod, cluster, diagnosis) is { } reason)
            return PostFilterResult.Failed("preemption: " + reason + ".");

        var nodes = cluster.Nodes;
        var answers = new Diagnosis(nodes.Length) { Absent = null };
        var potential = new List<NodeInfo>();
        foreach (var node in nodes)
        {
            if (diagnosis.Of(node)?.Code == StatusCode.Unschedulable)
                potential.Add(node);
            else
                answers.Set(node, unhelpful);
        }

        var candidates = new List<PreemptionCandidate>();
        if (potential.Count > 0)
            FindCandidates(state, pod, cluster, profile, potential, answers, candidates);
        if (candidates.Count == 0)
        {
            // A node promised earlier that does not help any more is not held any longer.
            return PostFilterResult.Failed("preemption: " + answers.Describe(), nominatedNode: "");
        }

        var best = PreemptionCandidate.Best(candidates);
        return new PostFilterResult("", best.Node.Name, best.Victims);
    }

    private static string? Ineligible(PodInfo pod, ClusterState cluster, Diagnosis diagnosis)
    {
        if (pod.Pod.Spec.PreemptionPolicy == "Never")
            return "not eligible due to preemptionPolicy=Never";
        if (cluster.Nominations.NodeOf(pod.Key) is not { } nominated || cluster.FindNode(nominated) is not { } node)
            return null;
        if (diagnosis.Of(node)?.Code == StatusCode.UnschedulableAndUnresolvable)
            return null;
        foreach (var other in node.Pods)
        {
            if (other.IsTerminating && other.Priority < pod.Priority)
                return "not eligible due to a terminating pod on the nominated node";
        }

        return null;
    }

    private void FindCandidates(
        CycleState state,
        PodInfo pod,
        ClusterState cluster,
        Profile profile,
        List<NodeInfo> potential,
        Diagnosis answers,
        List<PreemptionCandidate> candidates)
    {
        var wanted = Math.Min(potential.Count, Math.Max(potential.Count * MinCandidatePercentage / 100, MinCandidates));
        var withoutViolations = 0;
        start = (start + 1) % potential.Count;
        for (var i = 0; i < potential.Count; i++)
        {
            var node = potential[(start + i) % potential.Count];
            var status = SelectVictims(state, pod, cluster, profile, node, out var candidate);
            if (candidate is null)
            {
                answers.Set(node, status!);
                continue;
            }

            candidates.Add(candidate);
            withoutViolations += candidate.Violations == 0 ? 1 : 0;
            if (withoutViolations > 0 && candidates.Count >= wanted)
                return;
        }
    }

    private Status? SelectVictims(
        CycleState state, PodInfo pod, ClusterState cluster, Profile profile, NodeInfo original, out PreemptionCandidate? candidate)
    {
        candidate = null;
        var lower = new List<PodInfo>();
        foreach (var other in original.Pods)
        {
            if (other.Priority < pod.Priority)
                lower.Add(other);
        }

        if (lower.Count == 0)
            return noVictims;

        var node = original.Clone();
        var trial = state.Clone();
        foreach (var other in lower)
            Remove(other);
        if (profile.RunFiltersWithNominated(trial, pod, node, cluster) is { } status)
            return status;

        lower.Sort(PreemptionCandidate.MoreImportantFirst);
        var violating = new List<PodInfo>();
        var others = new List<PodInfo>();
        cluster.Budgets.Split(lower, violating, others);
        var victims = new List<PodInfo>();
        var violations = 0;
        foreach (var other in violating)
            violations += Reprieve(other) ? 0 : 1;
        foreach (var other in others)
            Reprieve(other);
        victims.Sort(PreemptionCandidate.MoreImportantFirst);
        candidate = new PreemptionCandidate(original, victims, violations);
        return null;

        void Remove(PodInfo other)
        {
            node.RemovePod(other);
            profile.RemovePod(trial, pod, other, node);
        }

        bool Reprieve(PodInfo other)
        {
            node.AddPod(other);
            profile.AddPod(trial, pod, other, node);
            if (profile.RunFiltersWithNominated(trial, pod, node, cluster) is null)
                return true;
            Remove(other);
            victims.Add(other);
            return false;
        }
    }
}
