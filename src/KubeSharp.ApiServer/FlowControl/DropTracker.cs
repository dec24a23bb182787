namespace KubeSharp.ApiServer.FlowControl;

/// <summary>Works out after how many seconds those who were refused should come again: longer while many are refused, shorter when it gets better.</summary>
internal sealed class DropTracker(TimeProvider time)
{
    private const int Longest = 32;
    private const int ManyASecond = 10;

    private readonly Lock gate = new();
    private long windowStart;
    private int inWindow;
    private volatile int retryAfter = 1;

    public int RetryAfter => retryAfter;

    public void Record()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (windowStart == 0) windowStart = now;
            var elapsed = time.GetElapsedTime(windowStart, now);
            if (elapsed < TimeSpan.FromSeconds(retryAfter))
            {
                inWindow++;
                return;
            }

            // As many as ever although they were told to wait: they should wait longer.
            if (elapsed < TimeSpan.FromSeconds(2 * retryAfter) && inWindow >= ManyASecond * retryAfter) retryAfter = Math.Min(Longest, retryAfter * 2);
            else if (inWindow < ManyASecond * retryAfter / 2 || elapsed >= TimeSpan.FromSeconds(2 * retryAfter)) retryAfter = Math.Max(1, retryAfter / 2);
            (windowStart, inWindow) = (now, 1);
        }
    }
}
