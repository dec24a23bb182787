using System.Text;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Engine;

/// <summary>Why a pod fits nowhere: an answer for every node.</summary>
internal sealed class Diagnosis(int totalNodes)
{
    private Status?[]? byNode; // Made at the first answer: most pods fit somewhere at once.

    /// <summary>How many nodes there are.</summary>
    public int TotalNodes { get; } = totalNodes;

    /// <summary>Set when a prefilter plugin turned the pod away before any node was looked at.</summary>
    public Status? PreFilterRejection { get; set; }

    /// <summary>The answer for nodes that were not looked at.</summary>
    public Status? Absent { get; set; }

    /// <summary>Names of the plugins that turned the pod away.</summary>
    public SortedSet<string> RejectedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>Records the answer for a node.</summary>
    public void Set(NodeInfo node, Status status)
    {
        byNode ??= new Status?[TotalNodes];
        byNode[node.Index] = status;
        RejectedBy.Add(status.Plugin);
    }

    /// <summary>The answer for a node; null when there is none.</summary>
    public Status? Of(NodeInfo node) => byNode?[node.Index] ?? Absent ?? PreFilterRejection;

    /// <summary>The sentence for the FailedScheduling event, without what preemption adds.</summary>
    public string Describe()
    {
        var text = new StringBuilder().Append("0/").Append(TotalNodes).Append(" nodes are available");
        if (PreFilterRejection is not null)
            return text.Append(": ").Append(PreFilterRejection.Message).Append('.').ToString();

        var byReason = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < TotalNodes; i++)
        {
            if ((byNode?[i] ?? Absent) is not { } answer)
                continue;
            foreach (var reason in answer.Reasons)
                byReason[reason] = byReason.GetValueOrDefault(reason) + 1;
        }

        if (byReason.Count == 0)
            return text.ToString();
        var lines = new List<string>(byReason.Count);
        foreach (var (reason, count) in byReason)
            lines.Add($"{count} {reason}");
        lines.Sort(StringComparer.Ordinal);
        return text.Append(": ").AppendJoin(", ", lines).Append('.').ToString();
    }
}
