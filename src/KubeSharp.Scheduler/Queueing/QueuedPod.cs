using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Queueing;

/// <summary>A pod that waits to be scheduled, with the history that decides when it is tried next. Owned by the queue.</summary>
internal sealed class QueuedPod(PodInfo pod, DateTimeOffset now, long sequence)
{
    /// <summary>The newest version of the pod.</summary>
    public PodInfo Pod { get; set; } = pod;

    /// <summary>When it was put into the queue the last time.</summary>
    public DateTimeOffset Timestamp { get; set; } = now;

    /// <summary>When it was first taken out for scheduling.</summary>
    public DateTimeOffset? FirstAttempt { get; set; }

    /// <summary>How often it was taken out for scheduling.</summary>
    public int Attempts { get; set; }

    /// <summary>How often in a row no node fitted.</summary>
    public int Rejections { get; set; }

    /// <summary>How often in a row something broke.</summary>
    public int Errors { get; set; }

    /// <summary>Earliest next attempt.</summary>
    public DateTimeOffset BackoffUntil { get; set; }

    /// <summary>Order of arrival; breaks ties.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Names of the plugins that turned it away the last time; empty means any event may help.</summary>
    public string[] RejectedBy { get; set; } = [];

    /// <summary>Where it is.</summary>
    public QueuePlace Place { get; set; }

    /// <summary>It was deleted, or bound by someone else, while a cycle for it was under way.</summary>
    public bool IsGone { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Pod.Key} {Place}";
}
