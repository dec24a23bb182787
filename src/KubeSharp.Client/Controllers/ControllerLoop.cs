using Microsoft.Extensions.Logging;

namespace KubeSharp.Client;

/// <summary>
/// The shell of a controller: workers that take keys from a queue and bring the world to what each key's object asks for.
/// A reconcile that throws is retried with the key's back-off; one that succeeds clears it.
/// </summary>
/// <typeparam name="TKey">Usually <see cref="ObjectKey"/>.</typeparam>
/// <param name="name">For the log.</param>
/// <param name="queue">Where event handlers put keys.</param>
/// <param name="reconcile">Looks at the key's object now, whatever led here, and does what is missing. Idempotent.</param>
/// <param name="logger">Where failures are said.</param>
/// <param name="workers">How many keys are worked on at a time. Default 5.</param>
public sealed partial class ControllerLoop<TKey>(
    string name, WorkQueue<TKey> queue, Func<TKey, CancellationToken, Task<ReconcileResult>> reconcile, ILogger logger, int workers = 5)
    where TKey : notnull
{
    /// <summary>Works until cancelled or the queue is shut down; returns when the last worker is done.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tasks = new Task[workers];
        for (int i = 0; i < workers; i++) tasks[i] = Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None);
        await Task.WhenAll(tasks).ConfigureAwait(false);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            (bool taken, TKey key) item;
            try
            {
                item = await queue.TakeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (!item.taken) return;
            try
            {
                await ReconcileAsync(item.key, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                queue.Done(item.key);
            }
        }
    }

    private async Task ReconcileAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            ReconcileResult result = await reconcile(key, cancellationToken).ConfigureAwait(false);
            if (result.IsRetry)
            {
                queue.AddRateLimited(key);
                return;
            }

            queue.Forget(key);
            if (result.RequeueAfter is { } delay) queue.AddAfter(key, delay);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping; the key is found again at the next start.
        }
        catch (KubeApiException e) when (e.IsConflict || e.IsNamespaceTerminating)
        {
            // The object changed since our copy of it, or is about to go with its namespace: normal life, not worth a line.
            Log.Conflict(logger, name, key, e.Message);
            queue.AddRateLimited(key);
        }
        catch (Exception e)
        {
            if (e is KubeApiException or HttpRequestException or IOException) Log.Refused(logger, name, key, e.Message);
            else Log.Failed(logger, e, name, key);
            queue.AddRateLimited(key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 121, EventName = "ReconcileConflict", Level = LogLevel.Debug, Message = "{Controller}: {Key} changed meanwhile or is going: {Reason}")]
        public static partial void Conflict(ILogger logger, string controller, TKey key, string reason);

        [LoggerMessage(EventId = 122, EventName = "ReconcileRefused", Level = LogLevel.Warning, Message = "{Controller}: {Key} will be tried again: {Reason}")]
        public static partial void Refused(ILogger logger, string controller, TKey key, string reason);

        [LoggerMessage(EventId = 123, EventName = "ReconcileFailed", Level = LogLevel.Error, Message = "{Controller}: {Key} failed and will be tried again")]
        public static partial void Failed(ILogger logger, Exception error, string controller, TKey key);
    }
}
