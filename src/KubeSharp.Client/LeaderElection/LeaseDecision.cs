using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Coordination.V1;

namespace KubeSharp.Client;

/// <summary>
/// The rules of taking and keeping a Lease. A candidate never compares another's clock with its own: it waits a whole lease duration
/// after the last change that it saw itself.
/// </summary>
internal static class LeaseDecision
{
    /// <summary>The spec to write in order to lead, or null while another holds the Lease.</summary>
    /// <param name="current">The Lease as read, or null when there is none.</param>
    /// <param name="options">Who asks.</param>
    /// <param name="observedAt">When this candidate saw the Lease change last.</param>
    /// <param name="now">Now, by the same clock.</param>
    public static LeaseSpec? Next(LeaseSpec? current, LeaderElectionOptions options, DateTimeOffset observedAt, DateTimeOffset now)
    {
        var stamp = new MicroTime(now);
        int seconds = (int)options.LeaseDuration.TotalSeconds;
        if (current is null)
        {
            return new LeaseSpec
            {
                HolderIdentity = options.Identity,
                LeaseDurationSeconds = seconds,
                AcquireTime = stamp,
                RenewTime = stamp,
                LeaseTransitions = 0,
            };
        }

        bool mine = current.HolderIdentity == options.Identity;
        if (!mine && !string.IsNullOrEmpty(current.HolderIdentity))
        {
            TimeSpan duration = TimeSpan.FromSeconds(current.LeaseDurationSeconds ?? seconds);
            if (observedAt + duration > now) return null;
        }

        LeaseSpec next = current.DeepCopy();
        next.HolderIdentity = options.Identity;
        next.LeaseDurationSeconds = seconds;
        next.RenewTime = stamp;
        if (!mine)
        {
            next.AcquireTime = stamp;
            next.LeaseTransitions = (current.LeaseTransitions ?? 0) + 1;
        }

        return next;
    }
}
