using KubeSharp.Cluster;
using KubeSharp.Storage;
using KubeSharp.Storage.Snapshots;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Saves the embedded store from time to time and keeps the newest of these snapshots.</summary>
/// <param name="paths">Where the store and its snapshots are.</param>
/// <param name="interval">The time between two.</param>
/// <param name="retention">How many are kept.</param>
/// <param name="logger">Where failures are named.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SnapshotSchedule(ClusterPaths paths, TimeSpan interval, int retention, ILogger<SnapshotSchedule> logger, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>Runs until cancelled. The first snapshot is due an interval after the newest one there is, or after the start.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = (StoreSnapshots.List(paths.Snapshots) is [.., var newest] ? newest.Taken : time.GetUtcNow()) + interval;
        while (true)
        {
            var wait = due - time.GetUtcNow();
            // A snapshot may bear a time that has not come: the clock was wrong once.
            if (wait > interval) wait = interval;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            due = time.GetUtcNow() + interval;
            try
            {
                StoreSnapshots.Save(paths.Store, paths.Snapshots, StoreSnapshots.DefaultName(time.GetUtcNow()));
                StoreSnapshots.Retain(paths.Snapshots, retention);
            }
            catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
            {
                LogFailed(e.Message);
                if (interval > RetryAfter) due = time.GetUtcNow() + RetryAfter;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "No snapshot was saved: {Reason}")]
    private partial void LogFailed(string reason);
}
