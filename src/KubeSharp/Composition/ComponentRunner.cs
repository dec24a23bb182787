using Microsoft.Extensions.Logging;

namespace KubeSharp.Composition;

/// <summary>Runs components side by side. One that fails is named in the log and started again, with growing pauses; the others go on.</summary>
internal sealed partial class ComponentRunner(ILogger<ComponentRunner> logger, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(2);

    private readonly List<Task> _running = [];

    /// <summary>Starts a component: <paramref name="run"/> is called anew after a failure.</summary>
    public void Start(string name, Func<CancellationToken, Task> run, CancellationToken cancellationToken) =>
        _running.Add(Task.Run(() => RunAsync(name, run, cancellationToken), CancellationToken.None));

    /// <summary>Completes when every component has ended.</summary>
    public Task WhenAllEnded() => Task.WhenAll(_running);

    private async Task RunAsync(string name, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await run(cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                    return;
                LogEnded(name);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e, name, pause.TotalSeconds);
            }

            if (time.GetElapsedTime(started) > HealthyAfter)
                pause = FirstPause;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LastPause ? pause * 2 : LastPause;
        }
    }

    [LoggerMessage(EventId = 1, EventName = "ComponentEnded", Level = LogLevel.Warning, Message = "the {Name} ended; it is started again")]
    private partial void LogEnded(string name);

    [LoggerMessage(EventId = 2, EventName = "ComponentFailed", Level = LogLevel.Error, Message = "the {Name} failed and is started again in {Seconds} s")]
    private partial void LogFailed(Exception exception, string name, double seconds);
}
