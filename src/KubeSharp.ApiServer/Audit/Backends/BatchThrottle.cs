namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>A bucket of permissions that fills at a steady rate. For one caller at a time.</summary>
internal sealed class BatchThrottle(double perSecond, int burst, TimeProvider time)
{
    private double permissions = burst;
    private long last = time.GetTimestamp();

    /// <summary>Takes one permission, waiting for it if there is none.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        permissions = Math.Min(burst, permissions + time.GetElapsedTime(last, now).TotalSeconds * perSecond);
        last = now;
        permissions--;
        return permissions >= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(-permissions / perSecond), time, cancellationToken);
    }
}
