using System.Text;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>Three members of etcd, and what goes wrong with them.</summary>
public sealed class EtcdFaultTests : IAsyncLifetime
{
    private List<EtcdProcess> _members = [];
    private EtcdStore _store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _members = EtcdProcess.Start(3);
        _store = await EtcdStore.OpenAsync(EtcdTestOptions.For(_members) with { RequestTimeout = TimeSpan.FromSeconds(5) }, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        foreach (var member in _members) await member.DisposeAsync();
    }

    [Fact]
    public async Task Members_killed_in_mid_write_cost_no_acknowledged_write_and_no_event()
    {
        await using var watch = await _store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(() => WriteAsync($"/k/{w}", stop.Token))).ToArray();
        // Each member in turn, so the leader is among them.
        foreach (var member in _members)
        {
            await ProgressAsync();
            await member.KillAsync();
            await ProgressAsync();
            member.Run();
        }

        await ProgressAsync();
        await stop.CancelAsync();
        var acknowledged = (await Task.WhenAll(writers)).SelectMany(w => w).ToDictionary();

        var range = await _store.RangeAsync(new RangeRequest { Prefix = "/k/" }, Cancelled);
        foreach (var (key, count) in acknowledged)
            Assert.True(int.Parse(Text(range.Entries.Single(e => e.Key == key).Value)) >= count, $"{key} lost a write");

        // Every write is in the watch, once, in order: each value is the one before and one more.
        Dictionary<string, int> seen = [];
        long last = 0;
        while (last < range.Revision)
        {
            watch.RequestProgress();
            var batch = await watch.ReadAsync(Cancelled);
            foreach (var change in batch.Events)
            {
                Assert.True(change.Revision > last);
                last = change.Revision;
                var value = int.Parse(Text(change.Value));
                Assert.Equal(seen.GetValueOrDefault(change.Key) + 1, value);
                seen[change.Key] = value;
            }

            last = batch.Revision;
        }

        Assert.All(range.Entries, entry => Assert.Equal(int.Parse(Text(entry.Value)), seen[entry.Key]));
    }

    [Fact]
    public async Task A_member_that_hangs_is_left_for_another()
    {
        await Put("/a", "1");
        // The first is the one in use.
        _members[0].Signal("STOP");
        Assert.Equal("1", Text((await _store.GetAsync("/a", 0, Cancelled)).Entry!.Value));
        await EventuallyAsync("a write", async () => (await _store.PutAsync("/b", Bytes("2"), null, null, Cancelled)).Succeeded);
        Assert.True(_store.Health.Ready);
    }

    [Fact]
    public async Task Without_a_quorum_writes_fail_with_a_reason_and_with_it_all_goes_on()
    {
        await Put("/a", "1");
        await using var watch = await _store.WatchAsync(new WatchRequest { Prefix = "/" }, Cancelled);
        await _members[1].KillAsync();
        await _members[2].KillAsync();
        await EventuallyAsync("a refusal", async () =>
        {
            try
            {
                await _store.PutAsync("/a", Bytes("2"), null, null, Cancelled);
                return false;
            }
            catch (StoreUnavailableException)
            {
                return !_store.Health.Ready;
            }
        });
        Assert.Contains("etcd at http://127.0.0.1:", _store.Health.Message);

        _members[1].Run();
        await EventuallyAsync("health", () => Task.FromResult(_store.Health.Ready));
        await Put("/a", "3");
        var events = new List<StoreEvent>();
        while (events.Count == 0 || Text(events[^1].Value) != "3") events.AddRange((await watch.ReadAsync(Cancelled)).Events);
    }

    [Fact]
    public async Task A_member_with_a_damaged_disk_does_not_stop_the_others()
    {
        for (var i = 0; i < 20; i++) await Put($"/k/{i}", "1");
        await _members[0].KillAsync();
        await File.WriteAllBytesAsync(Path.Combine(_members[0].DataDirectory, "member/snap/db"), new byte[64 << 10], Cancelled);
        _members[0].Run();
        Assert.Equal(20, (await _store.RangeAsync(new RangeRequest { Prefix = "/k/" }, Cancelled)).Entries.Count);
        await Put("/k/20", "1");
        Assert.True(_store.Health.Ready);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    private static async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 600, $"{what} did not come");
            await Task.Delay(100, Cancelled);
        }
    }

    private Task Put(string key, string value) => EventuallyAsync("a write", async () =>
    {
        try
        {
            return (await _store.PutAsync(key, Bytes(value), null, null, Cancelled)).Succeeded;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    });

    // Several writes have been acknowledged since.
    private async Task ProgressAsync()
    {
        var goal = _store.KnownRevision + 50;
        await EventuallyAsync("progress", () => Task.FromResult(_store.KnownRevision >= goal));
    }

    // Counts a key up, each time from what is there; answers the last value acknowledged.
    private async Task<Dictionary<string, int>> WriteAsync(string key, CancellationToken stop)
    {
        var acknowledged = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var there = (await _store.GetAsync(key, 0, Cancelled)).Entry;
                var next = there is null ? 1 : int.Parse(Text(there.Value)) + 1;
                if ((await _store.PutAsync(key, Bytes($"{next}"), there?.ModRevision ?? 0, null, Cancelled)).Succeeded) acknowledged = next;
            }
            catch (StoreUnavailableException)
            {
                // Asked again; what became of the write shows.
            }
        }

        return new() { [key] = acknowledged };
    }
}
