using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.FlowControl.Configuration;
using KubeSharp.ApiServer.FlowControl.Queueing;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class PriorityLevelTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Who_comes_when_all_seats_are_taken_waits_until_one_is_free()
    {
        var level = Level(seats: 1, queues: 4);
        Assert.True(level.TryStart(1));
        Assert.False(level.TryStart(1));
        var ticket = NewTicket(level);
        var waiting = level.WaitAsync(ticket, Long, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, level.Waiting);
        level.Finish(1, null);
        Assert.Equal(RejectReason.None, await waiting);
        Assert.Equal((0, 1, 1), (level.Waiting, level.Executing, level.SeatsTaken));
        level.Finish(1, ticket);
        Assert.Equal((0, 0), (level.Executing, level.SeatsTaken));
    }

    [Fact]
    public async Task Nobody_goes_past_those_who_wait()
    {
        var level = Level(seats: 1, queues: 4);
        Assert.True(level.TryStart(1));
        var waiting = level.WaitAsync(NewTicket(level), Long, CancellationToken.None).AsTask();
        Assert.False(level.TryStart(1));
        level.Finish(1, null);
        await waiting;
    }

    [Fact]
    public async Task A_level_without_queues_refuses_at_once()
    {
        var level = Level(seats: 1, queues: 0);
        Assert.True(level.TryStart(1));
        Assert.Equal(RejectReason.ConcurrencyLimit, await level.WaitAsync(NewTicket(level), Long, CancellationToken.None));
        Assert.Equal(1, level.Rejected);
    }

    [Fact]
    public async Task Who_waits_too_long_or_goes_away_leaves_the_queue()
    {
        var level = Level(seats: 1, queues: 1);
        Assert.True(level.TryStart(1));
        Assert.Equal(RejectReason.TimeOut, await level.WaitAsync(NewTicket(level), TimeSpan.FromMilliseconds(1), CancellationToken.None));
        Assert.Equal(RejectReason.Cancelled, await level.WaitAsync(NewTicket(level), Long, new CancellationToken(canceled: true)));
        Assert.Equal((0, 1L, 1L), (level.Waiting, level.TimedOut, level.Cancelled));
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var level = Level(seats: 1, queues: 1, length: 1);
        Assert.True(level.TryStart(1));
        using var leaving = new CancellationTokenSource();
        var waiting = level.WaitAsync(NewTicket(level), Long, leaving.Token).AsTask();
        Assert.Equal(RejectReason.QueueFull, await level.WaitAsync(NewTicket(level), Long, CancellationToken.None));
        await leaving.CancelAsync();
        Assert.Equal(RejectReason.Cancelled, await waiting);
    }

    [Fact]
    public async Task A_level_that_borrows_lets_more_in()
    {
        var level = Level(seats: 1, queues: 4);
        Assert.True(level.TryStart(1));
        var waiting = level.WaitAsync(NewTicket(level), Long, CancellationToken.None).AsTask();
        level.Lend(2);
        Assert.Equal(RejectReason.None, await waiting);
        Assert.Equal(2, level.TakeDemand());
    }

    [Fact]
    public async Task Thousands_of_requests_at_once_all_come_through_and_never_more_than_there_are_seats()
    {
        var level = Level(seats: 8, queues: 16, length: 5000);
        var (now, most) = (0, 0);
        await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            Ticket? ticket = null;
            if (!level.TryStart(1))
            {
                ticket = NewTicket(level, $"user-{i % 20}");
                Assert.Equal(RejectReason.None, await level.WaitAsync(ticket, Long, CancellationToken.None));
            }

            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            level.Finish(1, ticket);
        });
        Assert.InRange(most, 1, 8);
        Assert.Equal((0, 0, 0, 5000L), (level.Waiting, level.Executing, level.SeatsTaken, level.Dispatched));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static PriorityLevel Level(int seats, int queues, int length = 50)
    {
        var level = new PriorityLevel(TimeProvider.System);
        level.Configure(new LevelSpec("level", "uid", false, 10, 0, null, queues, Math.Min(4, Math.Max(1, queues)), length), new SeatLimits(seats, seats, seats));
        return level;
    }

    private static Ticket NewTicket(PriorityLevel level, string user = "joe")
    {
        var schema = new FlowSchema(JsonParser.ParseObject("""{"metadata":{"name":"s"},"spec":{"priorityLevelConfiguration":{"name":"level"}}}"""u8));
        return new Ticket(new FlowBinding(schema, level, new FlowCounters()), user, new RequestInfo { Path = "/", Verb = "get" }, user) { Seats = 1, Flow = ShuffleSharding.Hash("s", user) };
    }
}
