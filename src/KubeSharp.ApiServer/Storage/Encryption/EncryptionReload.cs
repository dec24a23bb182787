using KubeSharp.ApiServer.Configuration;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// Follows the file of <c>--encryption-provider-config</c>: a good new configuration takes over while the server runs, a bad one is refused and named, and the
/// old one stays. Services of a new configuration must answer before it takes over.
/// </summary>
/// <remarks>https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#configure-automatic-reloading</remarks>
internal sealed partial class EncryptionReload : IDisposable
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string path;
    private readonly EncryptedValues values;
    private readonly Func<EncryptionConfiguration, EncryptionGeneration> make;
    private readonly EncryptionMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly ITimer retry;
    private readonly WatchedFile file;
    private string wanted;

    /// <summary>Begins to follow.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What of it is in force.</param>
    /// <param name="values">Where it is in force.</param>
    /// <param name="make">Makes the providers of another configuration.</param>
    /// <param name="metrics">Where reloads are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is said how each one went.</param>
    public EncryptionReload(
        string path, string content, EncryptedValues values, Func<EncryptionConfiguration, EncryptionGeneration> make, EncryptionMetrics metrics, TimeProvider time, ILogger logger)
    {
        (this.path, wanted, this.values, this.make, this.metrics, this.time, this.logger) = (path, content, values, make, metrics, time, logger);
        retry = time.CreateTimer(_ => _ = TakeAsync(Volatile.Read(ref wanted)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        file = new WatchedFile(path, content, TakeAsync, time, logger);
    }

    public void Dispose()
    {
        file.Dispose();
        retry.Dispose();
        stopping.Cancel();
    }

    private async Task TakeAsync(string text)
    {
        Volatile.Write(ref wanted, text);
        try
        {
            await one.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        EncryptionGeneration? next = null;
        try
        {
            // Overtaken by a newer text while waiting.
            if (!ReferenceEquals(text, Volatile.Read(ref wanted))) return;
            var configuration = EncryptionConfigurationReader.Read(text, reloads: true);
            if (configuration.Hash == values.Generation?.Hash) return;
            next = make(configuration);
            await AnswersAsync(next);
            var former = values.Generation;
            values.Generation = next;
            next = null;
            metrics.Reloaded(succeeded: true, configuration.Hash);
            LogReloaded(path);
            if (former is not null) _ = RetireAsync(former);
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
        catch (FormatException e)
        {
            metrics.Reloaded(succeeded: false);
            LogRefused(path, e.Message);
        }
        catch (TimeoutException e)
        {
            metrics.Reloaded(succeeded: false);
            LogRefused(path, e.Message);
            retry.Change(TryAgain, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            next?.Dispose();
            one.Release();
        }
    }

    private async Task AnswersAsync(EncryptionGeneration next)
    {
        foreach (var service in next.Services)
        {
            var until = time.GetUtcNow() + Grace(next);
            while (await service.CheckAsync(stopping.Token) is { } problem)
            {
                if (time.GetUtcNow() >= until) throw new TimeoutException($"KMS provider {service.Settings.Name}: {problem}");
                await Task.Delay(Pause, time, stopping.Token);
            }
        }
    }

    // Requests that began under it may still be reading.
    private async Task RetireAsync(EncryptionGeneration former)
    {
        await Task.Delay(Grace(former), time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        former.Dispose();
    }

    private static TimeSpan Grace(EncryptionGeneration generation)
    {
        var calls = generation.Services.Aggregate(TimeSpan.Zero, (sum, service) => sum + service.Settings.Timeout) * 2;
        return calls > LeastGrace ? calls : LeastGrace;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} has changed; its encryption is in force")]
    private partial void LogReloaded(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} has changed but cannot be used ({Problem}); encryption stays as it was")]
    private partial void LogRefused(string file, string problem);
}
