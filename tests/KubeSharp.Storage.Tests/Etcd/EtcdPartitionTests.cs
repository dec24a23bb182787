using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Tests.Linearizability;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>Members of etcd, and this process, that do not reach each other for a while.</summary>
public sealed class EtcdPartitionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_leader_that_is_unplugged_costs_nothing_that_was_acknowledged()
    {
        await using var network = await EtcdNetwork.StartAsync();
        await using var store = await EtcdStore.OpenAsync(network.Options(EtcdNetwork.Client), Cancelled);
        await LinearizabilityTests.CheckAsync(store, 300, async running =>
        {
            await ProgressAsync(store, running);
            network.Unplug(await network.LeaderAsync());
            await ProgressAsync(store, running);
            network.Heal();
            await ProgressAsync(store, running);
        });
        await PutAsync(store, "/after");
    }

    [Fact]
    public async Task A_leader_that_keeps_its_clients_but_no_follower_acknowledges_nothing_that_is_lost()
    {
        await using var network = await EtcdNetwork.StartAsync();
        await using var store = await EtcdStore.OpenAsync(network.Options(EtcdNetwork.Client), Cancelled);
        await LinearizabilityTests.CheckAsync(store, 300, async running =>
        {
            await ProgressAsync(store, running);
            var leader = await network.LeaderAsync();
            // The other two elect one of themselves, and go on without us and with somebody else.
            int[] others = [.. Enumerable.Range(0, 3).Where(i => i != leader)];
            network.CutOff(others);
            await using (var elsewhere = await EtcdStore.OpenAsync(network.Options(others[0]), Cancelled))
            {
                await PutAsync(elsewhere, "/elsewhere");
            }

            network.Heal();
            await ProgressAsync(store, running);
        });
        Assert.NotNull((await store.GetAsync("/elsewhere", 0, Cancelled)).Entry);
    }

    [Fact]
    public async Task A_follower_that_is_cut_off_and_comes_back_disturbs_nobody()
    {
        await using var network = await EtcdNetwork.StartAsync();
        await using var store = await EtcdStore.OpenAsync(network.Options(EtcdNetwork.Client), Cancelled);
        await LinearizabilityTests.CheckAsync(store, 300, async running =>
        {
            await ProgressAsync(store, running);
            network.CutOff(((await network.LeaderAsync()) + 1) % 3);
            await ProgressAsync(store, running);
            network.Heal();
            await ProgressAsync(store, running);
        });
        await PutAsync(store, "/after");
    }

    [Fact]
    public async Task On_the_side_of_the_few_nothing_is_answered_and_all_is_back_when_the_others_are()
    {
        await using var network = await EtcdNetwork.StartAsync();
        await using var store = await EtcdStore.OpenAsync(network.Options(EtcdNetwork.Client), Cancelled);
        await PutAsync(store, "/k/before");
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        network.CutOff(1, 2);

        // Reads too: what this member has may be old.
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            while (true) await store.GetAsync("/k/before", 0, Cancelled);
        });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("/k/lost", default, 0, null, Cancelled));
        HashSet<string> sentences = [];
        while (!sentences.Any(sentence => sentence.Contains("10.99.0.1:2379/ has no leader: fewer than half of its members reach each other.", StringComparison.Ordinal)))
        {
            if (store.Health is { Ready: false, Message: { } message }) sentences.Add(message);
            await Task.Delay(10, Cancelled);
        }

        // Somebody on the other side writes on.
        await using (var elsewhere = await EtcdStore.OpenAsync(network.Options(1), Cancelled))
        {
            for (var i = 0; i < 5; i++) await PutAsync(elsewhere, $"/k/{i}");
        }

        network.Heal();
        while (!store.Health.Ready) await Task.Delay(50, Cancelled);
        await PutAsync(store, "/k/after");
        List<string> seen = [];
        while (!seen.Contains("/k/after")) seen.AddRange((await watch.ReadAsync(Cancelled)).Events.Select(change => change.Key));
        // The write without an answer never left this side, or came with the healing.
        seen.Remove("/k/lost");
        Assert.Equal(["/k/0", "/k/1", "/k/2", "/k/3", "/k/4", "/k/after"], seen);
    }

    // Some writes have been acknowledged since; or there are no more.
    private static async Task ProgressAsync(EtcdStore store, Task running)
    {
        var goal = store.KnownRevision + 60;
        while (store.KnownRevision < goal && !running.IsCompleted) await Task.Delay(10, Cancelled);
    }

    private static async Task PutAsync(EtcdStore store, string key)
    {
        while (true)
        {
            try
            {
                // One that is there already came of the try before, whose answer was lost.
                await store.PutAsync(key, "1"u8.ToArray(), 0, null, Cancelled);
                return;
            }
            catch (StoreUnavailableException)
            {
                // A leader is being elected.
            }
        }
    }
}
