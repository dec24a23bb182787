using System.Collections.Concurrent;
using System.Net;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Client.Tests;

public sealed class ControllerLoopTests
{
    [Fact]
    public async Task A_failing_key_is_retried_and_a_requested_delay_kept()
    {
        var time = new FakeTime();
        using var queue = new WorkQueue<string>(time);
        var calls = new ConcurrentQueue<string>();
        var loop = new ControllerLoop<string>("test", queue, Reconcile, NullLogger.Instance, workers: 2);
        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        queue.Add("a");
        await time.AdvanceUntilAsync(() => calls.Count == 4, TimeSpan.FromSeconds(10));
        Assert.Equal(0, queue.Failures("a"));
        await stop.CancelAsync();
        await running;

        Task<ReconcileResult> Reconcile(string key, CancellationToken cancellation)
        {
            calls.Enqueue(key);
            return calls.Count switch
            {
                1 => throw new KubeApiException(new Status { Code = (int)HttpStatusCode.Conflict, Reason = "Conflict" }),
                2 => throw new InvalidOperationException("a bug"),
                3 => Task.FromResult(ReconcileResult.After(TimeSpan.FromMinutes(1))),
                _ => Task.FromResult(ReconcileResult.Done),
            };
        }
    }
}
