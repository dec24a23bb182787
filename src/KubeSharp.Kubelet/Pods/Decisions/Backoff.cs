namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// Exponential back-off: 10 s, doubled up to 5 minutes, forgotten after twice the maximum without trouble. Immutable.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
/// </summary>
/// <param name="Delay">The current delay.</param>
/// <param name="Since">When it was last raised.</param>
internal sealed record Backoff(TimeSpan Delay, DateTimeOffset Since)
{
    public static readonly TimeSpan Initial = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Maximum = TimeSpan.FromMinutes(5);

    /// <summary>The state after one more attempt at this instant, the failure that led to it having been at <paramref name="failedAt"/>.</summary>
    public static Backoff Next(Backoff? current, DateTimeOffset failedAt, DateTimeOffset now)
    {
        if (current is null || current.Expired(failedAt))
        {
            return new Backoff(Initial, now);
        }

        var doubled = current.Delay * 2;
        return new Backoff(doubled > Maximum ? Maximum : doubled, now);
    }

    /// <summary>Until when to wait after a failure at this instant; null when the back-off does not apply (any more).</summary>
    public static DateTimeOffset? Until(Backoff? current, DateTimeOffset failedAt) =>
        current is null || current.Expired(failedAt) ? null : failedAt + current.Delay;

    private bool Expired(DateTimeOffset at) => at - Since > Maximum * 2;
}
