using KubeSharp.ApiServer.FlowControl.Queueing;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class FairQueuesTests
{
    [Fact]
    public void Of_two_flows_in_queues_of_their_own_each_is_served_in_turn()
    {
        var queues = new FairQueues(2, 1, 50);
        var (a, b) = (FlowOf(0, 2), FlowOf(1, 2));
        foreach (var flow in (ulong[])[a, a, a, b, b, b]) Assert.True(queues.TryEnqueue(Request(flow), 1, TimeSpan.Zero));
        var order = Serve(queues, 1, TimeSpan.FromMilliseconds(10)).Select(request => request.Flow == a ? 'a' : 'b');
        Assert.Matches("^(ab|ba){3}$", string.Concat(order));
    }

    [Fact]
    public void A_flow_of_long_requests_gets_as_much_time_as_one_of_short_ones()
    {
        var queues = new FairQueues(2, 1, 1000);
        var (slow, quick) = (FlowOf(0, 2), FlowOf(1, 2));
        for (var i = 0; i < 500; i++)
        {
            queues.TryEnqueue(Request(slow), 1, TimeSpan.Zero);
            queues.TryEnqueue(Request(quick), 1, TimeSpan.Zero);
        }

        var (now, spent) = (TimeSpan.Zero, new Dictionary<ulong, TimeSpan> { [slow] = default, [quick] = default });
        while (now < TimeSpan.FromSeconds(5))
        {
            var request = queues.Start(1, 0, now)!;
            var takes = TimeSpan.FromMilliseconds(request.Flow == slow ? 100 : 10);
            spent[request.Flow] += takes;
            queues.Finish(request, 1, now += takes);
        }

        Assert.InRange(spent[slow] / spent[quick], 0.8, 1.25);
    }

    [Fact]
    public void A_flood_of_one_flow_does_not_starve_the_others()
    {
        var queues = new FairQueues(64, 6, 50);
        var random = new Random(7);
        var elephant = ShuffleSharding.Hash("schema", "elephant");
        ulong[] mice = [.. Enumerable.Range(0, 10).Select(i => ShuffleSharding.Hash("schema", $"mouse-{i}"))];
        var (now, seats) = (TimeSpan.Zero, 4);
        var running = new List<(TimeSpan Until, WaitingRequest Request)>();
        var worst = TimeSpan.Zero;
        var served = 0;
        for (var step = 0; step < 4000; step++)
        {
            now += TimeSpan.FromMilliseconds(1);
            foreach (var done in running.Where(one => one.Until <= now).ToArray())
            {
                running.Remove(done);
                queues.Finish(done.Request, seats, now);
            }

            // Twenty times what the server can do, from one flow; a little from each of the others.
            for (var i = 0; i < 8; i++) queues.TryEnqueue(Request(elephant), seats, now);
            if (step % 50 == 0) queues.TryEnqueue(Request(mice[random.Next(mice.Length)]), seats, now);
            while (queues.Start(seats, running.Sum(one => one.Request.Seats), now) is { } next)
            {
                running.Add((now + TimeSpan.FromMilliseconds(10), next));
                if (next.Flow == elephant) continue;
                served++;
                if (next.Started - next.Arrived > worst) worst = next.Started - next.Arrived;
            }
        }

        Assert.True(served >= 75, $"only {served} of 80 requests of small flows were served");
        Assert.True(worst < TimeSpan.FromSeconds(1), $"a small flow waited {worst}");
    }

    [Fact]
    public void A_request_wider_than_what_is_free_lets_nobody_past_and_comes_when_there_is_room()
    {
        var queues = new FairQueues(2, 1, 50);
        var (wide, narrow) = (FlowOf(0, 2), FlowOf(1, 2));
        queues.TryEnqueue(Request(narrow), 4, TimeSpan.Zero);
        var first = queues.Start(4, 0, TimeSpan.Zero)!;
        queues.TryEnqueue(Request(wide, 4), 4, TimeSpan.Zero);
        Assert.Null(queues.Start(4, 1, TimeSpan.Zero));
        queues.Finish(first, 4, TimeSpan.FromMilliseconds(1));
        Assert.Equal(wide, queues.Start(4, 0, TimeSpan.FromMilliseconds(1))!.Flow);
    }

    [Fact]
    public void A_request_wider_than_the_whole_level_runs_alone()
    {
        var queues = new FairQueues(1, 1, 50);
        queues.TryEnqueue(Request(0, 10), 4, TimeSpan.Zero);
        Assert.Null(queues.Start(4, 1, TimeSpan.Zero));
        Assert.NotNull(queues.Start(4, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_full_hand_refuses_and_one_that_gives_up_makes_room()
    {
        var queues = new FairQueues(4, 1, 2);
        WaitingRequest[] two = [Request(1), Request(1)];
        Assert.All(two, request => Assert.True(queues.TryEnqueue(request, 1, TimeSpan.Zero)));
        Assert.False(queues.TryEnqueue(Request(1), 1, TimeSpan.Zero));
        Assert.True(queues.Abandon(two[0], 1, TimeSpan.Zero));
        Assert.False(queues.Abandon(two[0], 1, TimeSpan.Zero));
        Assert.True(queues.TryEnqueue(Request(1), 1, TimeSpan.Zero));
        Assert.Equal(2, queues.Waiting);
    }

    [Fact]
    public void A_flow_always_gets_the_same_hand_without_repetition()
    {
        Span<int> hand = stackalloc int[8];
        Span<int> again = stackalloc int[8];
        for (var i = 0; i < 1000; i++)
        {
            var hash = ShuffleSharding.Hash("schema", $"user-{i}");
            ShuffleSharding.Deal(hash, 64, hand);
            ShuffleSharding.Deal(hash, 64, again);
            Assert.True(hand.SequenceEqual(again));
            Assert.Equal(8, hand.ToArray().Distinct().Count());
            Assert.All(hand.ToArray(), queue => Assert.InRange(queue, 0, 63));
        }
    }

    [Fact]
    public void Hands_use_all_queues_about_equally()
    {
        var counts = new int[16];
        Span<int> hand = stackalloc int[4];
        for (var i = 0; i < 16000; i++)
        {
            ShuffleSharding.Deal(ShuffleSharding.Hash("s", $"u{i}"), 16, hand);
            foreach (var queue in hand) counts[queue]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 3600, 4400));
        Assert.True(ShuffleSharding.Fits(128, 6));
        Assert.False(ShuffleSharding.Fits(1024, 8));
    }

    private static IEnumerable<WaitingRequest> Serve(FairQueues queues, int seats, TimeSpan each)
    {
        var now = TimeSpan.Zero;
        while (queues.Start(seats, 0, now) is { } request)
        {
            yield return request;
            queues.Finish(request, seats, now += each);
        }
    }

    private static WaitingRequest Request(ulong flow, int seats = 1) => new() { Flow = flow, Seats = seats };

    // A flow whose hand of one card is a certain queue.
    private static ulong FlowOf(int queue, int queues) => (ulong)(queue + (queues * 5));
}
