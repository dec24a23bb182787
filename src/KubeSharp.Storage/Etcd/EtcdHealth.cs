namespace KubeSharp.Storage.Etcd;

/// <summary>Whether etcd answers. After a failure it is asked again and again, so that the answer is right also when nobody else asks.</summary>
internal sealed class EtcdHealth : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Func<CancellationToken, Task> ask;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private StoreHealth current = StoreHealth.Good;
    private Task asking = Task.CompletedTask;
    private bool isAsking;

    /// <summary>Healthy until told otherwise.</summary>
    /// <param name="ask">Asks etcd something; throws when it does not answer. Its success is reported like any other.</param>
    /// <param name="time">The clock.</param>
    public EtcdHealth(Func<CancellationToken, Task> ask, TimeProvider time)
    {
        this.ask = ask;
        this.time = time;
    }

    /// <summary>The health now.</summary>
    public StoreHealth Current => Volatile.Read(ref current);

    /// <summary>A request succeeded (null) or failed (a sentence).</summary>
    public void Report(string? failure)
    {
        if (failure is null)
        {
            if (!ReferenceEquals(Current, StoreHealth.Good)) Volatile.Write(ref current, StoreHealth.Good);
            return;
        }

        lock (gate)
        {
            Volatile.Write(ref current, new StoreHealth(false, failure));
            if (isAsking || stop.IsCancellationRequested) return;
            isAsking = true;
            asking = Task.Run(AskAsync);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            stop.Cancel();
            last = asking;
        }

        await last.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (true)
        {
            // Under the lock: whoever reports a failure from now on sees that nobody asks any more.
            lock (gate)
            {
                if (Current.Ready)
                {
                    isAsking = false;
                    return;
                }
            }

            try
            {
                await Task.Delay(Period, time, stop.Token).ConfigureAwait(false);
                await ask(stop.Token).ConfigureAwait(false);
            }
            catch (StoreException)
            {
                // Reported by the connection.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
