namespace KubeSharp.Client;

/// <summary>
/// A rate limit: <paramref name="ratePerSecond"/> on average, <paramref name="burst"/> at once. Reservations are granted in order;
/// each says how long its holder must wait. Thread-safe.
/// </summary>
internal sealed class TokenBucket(double ratePerSecond, int burst, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = burst;
    private long last = time.GetTimestamp();

    /// <summary>Takes one token, into debt if need be, and returns the time until it is really there.</summary>
    public TimeSpan Reserve()
    {
        lock (gate)
        {
            Refill();
            tokens -= 1;
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / ratePerSecond);
        }
    }

    /// <summary>Takes one token only if it is there now.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            Refill();
            if (tokens < 1) return false;
            tokens -= 1;
            return true;
        }
    }

    private void Refill()
    {
        long now = time.GetTimestamp();
        tokens = Math.Min(burst, tokens + (time.GetElapsedTime(last, now).TotalSeconds * ratePerSecond));
        last = now;
    }
}
