using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Queueing;

/// <summary>
/// The pods that wait for a node: ready ones in the order of the queue-sort plugin, ones that back off, and ones that wait for an event
/// that may help. Not thread-safe: the scheduling loop owns it. Time comes in as an argument, so its behaviour is a function of its
/// inputs.
/// </summary>
internal sealed class SchedulingQueue
{
    private readonly ProfileSet profiles;
    private readonly QueueOptions options;
    private readonly Dictionary<string, QueuedPod> all = new(StringComparer.Ordinal);
    private readonly SortedSet<QueuedPod> active;
    private readonly SortedSet<QueuedPod> backoff = new(ByBackoff);
    private readonly SortedSet<QueuedPod> errorBackoff = new(ByBackoff);
    private readonly Dictionary<string, QueuedPod> waiting = new(StringComparer.Ordinal);
    private readonly List<QueuedPod> moved = [];
    private long sequence;
    private DateTimeOffset? flushAt;

    /// <summary>Creates an empty queue.</summary>
    public SchedulingQueue(ProfileSet profiles, QueueOptions options)
    {
        this.profiles = profiles;
        this.options = options;
        var sort = profiles.QueueSort;
        active = new SortedSet<QueuedPod>(Comparer<QueuedPod>.Create((a, b) =>
        {
            var order = sort.Compare(a, b);
            return order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
        }));
    }

    /// <summary>Pods ready to be scheduled.</summary>
    public int ActiveCount => active.Count;

    /// <summary>Pods that back off.</summary>
    public int BackoffCount => backoff.Count + errorBackoff.Count;

    /// <summary>Pods that wait for an event, gated ones included.</summary>
    public int UnschedulableCount => waiting.Count;

    private static Comparer<QueuedPod> ByBackoff { get; } = Comparer<QueuedPod>.Create((a, b) =>
    {
        var order = a.BackoffUntil.CompareTo(b.BackoffUntil);
        return order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
    });

    /// <summary>The entry of a pod, or null.</summary>
    public QueuedPod? Find(string key) => all.GetValueOrDefault(key);

    /// <summary>Takes in a pod that has no node yet, or a new version of one.</summary>
    public void Set(PodInfo pod, DateTimeOffset now)
    {
        if (all.TryGetValue(pod.Key, out var entry))
        {
            if (entry.Pod.Uid == pod.Uid)
            {
                Update(entry, pod, now);
                return;
            }

            Remove(pod.Key);
        }

        entry = new QueuedPod(pod, now, ++sequence);
        all.Add(pod.Key, entry);
        Activate(entry, now);
    }

    /// <summary>Drops a pod: deleted, or placed.</summary>
    public void Remove(string key)
    {
        if (!all.Remove(key, out var entry))
            return;
        Detach(entry);
        entry.IsGone = true;
    }

    /// <summary>Takes the next pod out for scheduling; it stays known until <see cref="Remove"/>, or is put back.</summary>
    public bool TryPop(DateTimeOffset now, out QueuedPod entry)
    {
        Tick(now);
        QueuedPod? next = null;
        if (active.Count > 0)
            next = active.Min;
        else if (backoff.Count > 0)
            next = backoff.Min; // Nothing better to do: an event said that it may fit now, so waiting longer helps nobody.
        if (next is null)
        {
            entry = null!;
            return false;
        }

        Detach(next);
        next.Place = QueuePlace.InFlight;
        next.Attempts++;
        next.FirstAttempt ??= now;
        next.RejectedBy = [];
        entry = next;
        return true;
    }

    /// <summary>Puts a pod back that no node fitted, to wait for an event which the named plugins say may help.</summary>
    public void PutUnschedulable(QueuedPod entry, string[] rejectedBy, DateTimeOffset now)
    {
        if (entry.IsGone)
            return;
        entry.RejectedBy = rejectedBy;
        entry.Rejections++;
        entry.Errors = 0;
        entry.Timestamp = now;
        entry.BackoffUntil = now + BackoffAfter(entry.Rejections);
        entry.Place = QueuePlace.Unschedulable;
        waiting[entry.Pod.Key] = entry;
        var flush = now + options.MaxUnschedulable;
        if (flushAt is null || flush < flushAt)
            flushAt = flush;
    }

    /// <summary>Puts a pod back after a fault, to be tried again after a back-off.</summary>
    public void PutAfterError(QueuedPod entry, DateTimeOffset now)
    {
        if (entry.IsGone)
            return;
        entry.Errors++;
        entry.Timestamp = now;
        entry.BackoffUntil = now + BackoffAfter(entry.Errors);
        entry.Place = QueuePlace.ErrorBackoff;
        errorBackoff.Add(entry);
    }

    /// <summary>Wakes the pods that a change may help.</summary>
    public void OnEvent(in ClusterEvent change, DateTimeOffset now)
    {
        if (waiting.Count == 0)
            return;
        moved.Clear();
        foreach (var entry in waiting.Values)
        {
            if (entry.Place == QueuePlace.Unschedulable && MayHelp(entry, change))
                moved.Add(entry);
        }

        foreach (var entry in moved)
            Wake(entry, now);
    }

    /// <summary>Moves on whatever has waited long enough.</summary>
    public void Tick(DateTimeOffset now)
    {
        Expire(backoff, now);
        Expire(errorBackoff, now);
        if (flushAt is null || flushAt > now)
            return;
        flushAt = null;
        moved.Clear();
        foreach (var entry in waiting.Values)
        {
            if (entry.Place != QueuePlace.Unschedulable)
                continue;
            var flush = entry.Timestamp + options.MaxUnschedulable;
            if (flush <= now)
                moved.Add(entry);
            else if (flushAt is null || flush < flushAt)
                flushAt = flush;
        }

        foreach (var entry in moved)
            Wake(entry, now);
    }

    /// <summary>When <see cref="Tick"/> has something to do next; null when only an event can bring that about.</summary>
    public DateTimeOffset? NextDeadline()
    {
        var next = waiting.Count > 0 ? flushAt : null;
        if (backoff.Count > 0 && (next is null || backoff.Min!.BackoffUntil < next))
            next = backoff.Min!.BackoffUntil;
        if (errorBackoff.Count > 0 && (next is null || errorBackoff.Min!.BackoffUntil < next))
            next = errorBackoff.Min!.BackoffUntil;
        return next;
    }

    private void Update(QueuedPod entry, PodInfo pod, DateTimeOffset now)
    {
        var old = entry.Pod;
        switch (entry.Place)
        {
            case QueuePlace.Active:
                active.Remove(entry);
                entry.Pod = pod;
                active.Add(entry);
                break;
            case QueuePlace.Gated:
                entry.Pod = pod;
                waiting.Remove(pod.Key);
                Activate(entry, now);
                break;
            case QueuePlace.Unschedulable:
                entry.Pod = pod;
                if (IsSame(old, pod))
                    break;
                if (MayHelp(entry, new ClusterEvent(ClusterEventKinds.SelfChanged, OldPod: old, NewPod: pod)))
                    Wake(entry, now);
                break;
            default:
                entry.Pod = pod;
                break;
        }
    }

    private static bool IsSame(PodInfo a, PodInfo b)
    {
        if (!a.Pod.Spec.Equals(b.Pod.Spec))
            return false;
        if ((a.Labels?.Count ?? 0) != (b.Labels?.Count ?? 0))
            return false;
        if (a.Labels is null || b.Labels is null)
            return true;
        foreach (var (key, value) in a.Labels)
        {
            if (!b.Labels.TryGetValue(key, out var other) || other != value)
                return false;
        }

        return true;
    }

    private bool MayHelp(QueuedPod entry, in ClusterEvent change)
    {
        if (entry.RejectedBy.Length == 0)
            return true;
        var profile = profiles.Find(entry.Pod.SchedulerName);
        if (profile is null)
            return false;
        foreach (var name in entry.RejectedBy)
        {
            if (!profile.Hints.TryGetValue(name, out var hints))
                return true;
            if (change.Is(hints.Events) && hints.MayHelp(entry.Pod, change))
                return true;
        }

        return false;
    }

    private void Wake(QueuedPod entry, DateTimeOffset now)
    {
        waiting.Remove(entry.Pod.Key);
        if (entry.BackoffUntil > now)
        {
            entry.Place = QueuePlace.Backoff;
            backoff.Add(entry);
            return;
        }

        Activate(entry, now);
    }

    private void Expire(SortedSet<QueuedPod> set, DateTimeOffset now)
    {
        while (set.Count > 0 && set.Min!.BackoffUntil <= now)
        {
            var entry = set.Min!;
            set.Remove(entry);
            Activate(entry, now);
        }
    }

    private void Activate(QueuedPod entry, DateTimeOffset now)
    {
        if (profiles.Find(entry.Pod.SchedulerName)?.RunPreEnqueue(entry.Pod) is not null)
        {
            entry.Place = QueuePlace.Gated;
            entry.Timestamp = now;
            waiting[entry.Pod.Key] = entry;
            return;
        }

        entry.Place = QueuePlace.Active;
        active.Add(entry);
    }

    private void Detach(QueuedPod entry)
    {
        switch (entry.Place)
        {
            case QueuePlace.Active:
                active.Remove(entry);
                break;
            case QueuePlace.Backoff:
                backoff.Remove(entry);
                break;
            case QueuePlace.ErrorBackoff:
                errorBackoff.Remove(entry);
                break;
            case QueuePlace.Unschedulable:
            case QueuePlace.Gated:
                waiting.Remove(entry.Pod.Key);
                break;
        }
    }

    private TimeSpan BackoffAfter(int failures)
    {
        var duration = options.InitialBackoff;
        for (var i = 1; i < failures && duration < options.MaxBackoff; i++)
            duration *= 2;
        return duration < options.MaxBackoff ? duration : options.MaxBackoff;
    }
}
