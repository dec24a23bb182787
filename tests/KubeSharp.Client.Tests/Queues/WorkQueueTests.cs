namespace KubeSharp.Client.Tests;

public sealed class WorkQueueTests
{
    private readonly FakeTime time = new();

    [Fact]
    public async Task A_key_added_twice_is_taken_once()
    {
        using var queue = new WorkQueue<string>(time);
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        Assert.Equal("a", (await queue.TakeAsync()).Key);
        Assert.Equal("b", (await queue.TakeAsync()).Key);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_back_when_that_is_done()
    {
        using var queue = new WorkQueue<string>(time);
        queue.Add("a");
        await queue.TakeAsync();
        queue.Add("a");
        ValueTask<(bool, string)> next = queue.TakeAsync();
        Assert.False(next.IsCompleted);
        queue.Done("a");
        Assert.Equal((true, "a"), await next);
    }

    [Fact]
    public async Task Of_two_delays_the_earlier_counts_and_the_key_comes_once()
    {
        using var queue = new WorkQueue<string>(time);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, queue.Count);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((true, "a"), await queue.TakeAsync());
        queue.Done("a");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Failures_of_a_key_double_its_delay_until_it_is_forgotten()
    {
        using var queue = new WorkQueue<string>(time);
        var delays = new List<double>();
        for (int i = 0; i < 6; i++)
        {
            if (i == 4) queue.Forget("a");
            DateTimeOffset began = time.GetUtcNow();
            queue.AddRateLimited("a");
            while (queue.Count == 0) time.Advance(TimeSpan.FromMilliseconds(1));
            delays.Add((time.GetUtcNow() - began).TotalMilliseconds);
            queue.Done((await queue.TakeAsync()).Key);
        }

        Assert.Equal([5, 10, 20, 40, 5, 10], delays);
    }

    [Fact]
    public void The_delay_of_a_key_has_a_limit()
    {
        Assert.Equal(TimeSpan.FromSeconds(1000), Backoff.Exponential(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000), 300));
        Assert.Equal(TimeSpan.FromMilliseconds(655360), Backoff.Exponential(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000), 18));
    }

    [Fact]
    public void All_keys_together_stay_under_the_retry_rate()
    {
        using var queue = new WorkQueue<int>(time, new WorkQueueOptions { RetriesPerSecond = 10, RetryBurst = 5 });
        for (int i = 0; i < 15; i++) queue.AddRateLimited(i);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(5, queue.Count);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, queue.Count);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(15, queue.Count);
    }

    [Fact]
    public async Task After_shutdown_what_is_queued_is_still_worked_on_and_the_drain_waits_for_it()
    {
        using var queue = new WorkQueue<string>(time);
        queue.Add("a");
        queue.AddAfter("later", TimeSpan.FromSeconds(1));
        await queue.TakeAsync();
        queue.Add("a");
        Task drained = queue.ShutDownWithDrainAsync();
        queue.Add("too late");
        queue.Done("a");
        Assert.False(drained.IsCompleted);
        Assert.Equal((true, "a"), await queue.TakeAsync());
        queue.Done("a");
        await drained;
        Assert.False((await queue.TakeAsync()).Taken);
    }
}
