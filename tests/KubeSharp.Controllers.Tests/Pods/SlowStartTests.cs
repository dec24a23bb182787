namespace KubeSharp.Controllers.Tests;

public sealed class SlowStartTests
{
    [Fact]
    public async Task Everything_is_done_when_nothing_fails()
    {
        int calls = 0;
        (int succeeded, Exception? error) = await SlowStart.RunAsync(11, _ => Task.FromResult(Interlocked.Increment(ref calls)));
        Assert.Equal((11, 11, null), (succeeded, calls, error));
    }

    [Fact]
    public async Task A_failure_of_the_first_stops_the_rest()
    {
        int calls = 0;
        (int succeeded, Exception? error) = await SlowStart.RunAsync(100, _ =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("quota");
        });
        Assert.Equal((0, 1), (succeeded, calls));
        Assert.Equal("quota", error!.Message);
    }
}
