using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Engine;

/// <summary>The profiles of one scheduler by the names pods ask for.</summary>
internal sealed class ProfileSet
{
    private readonly Dictionary<string, Profile> byName = new(StringComparer.Ordinal);

    /// <summary>At least one profile; the first decides the queue's order.</summary>
    public ProfileSet(params ReadOnlySpan<Profile> profiles)
    {
        if (profiles.Length == 0)
            throw new ArgumentException("a scheduler needs at least one profile", nameof(profiles));
        foreach (var profile in profiles)
            byName.Add(profile.SchedulerName, profile);
        QueueSort = profiles[0].QueueSort;
    }

    /// <summary>The queue's order, the same for all.</summary>
    public IQueueSortPlugin QueueSort { get; }

    /// <summary>The profile for a scheduler name; null when another scheduler is meant.</summary>
    public Profile? Find(string schedulerName) => byName.GetValueOrDefault(schedulerName);
}
