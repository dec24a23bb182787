using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class StoreFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_full_disk_fails_the_write_and_nothing_else_and_heals_when_there_is_space()
    {
        await using var store = await OpenAsync();
        var before = (await store.PutAsync("/a", new byte[100], 0)).Revision;
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "/" });
        store.Writer.Sabotage = database => database.Execute("PRAGMA max_page_count=10");
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("/big", new byte[500_000], 0));
        Assert.Contains("No space left to write", fault.Message);
        Assert.False(fault.OutcomeUnknown);
        Assert.True(fault.IsFull);
        Assert.False(store.Health.Ready);
        Assert.Equal(fault.Message, store.Health.Message);
        Assert.Equal(100, (await store.GetAsync("/a")).Entry!.Value.Length);
        Assert.Null((await store.GetAsync("/big")).Entry);
        Assert.Equal(before, store.KnownRevision);

        store.Writer.Sabotage = database => database.Execute("PRAGMA max_page_count=4294967294");
        await WaitUntil(() => store.Health.Ready);
        Assert.Equal(before + 1, (await store.PutAsync("/big", new byte[500_000], 0)).Revision);
        Assert.Equal("/big", Assert.Single((await watch.ReadAsync()).Events).Key);
    }

    [Fact]
    public async Task A_failed_transaction_takes_back_all_it_did()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/a", "one"u8.ToArray(), 0);
        store.Writer.Sabotage = database => database.Execute("PRAGMA max_page_count=10");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => store.PutAsync($"/{i}", new byte[50_000], null).AsTask())
                .Append(store.PutAsync("/a", new byte[50_000], null).AsTask())
                .Append(store.DeleteAsync("/a", null).AsTask())));
        store.Writer.Sabotage = database => database.Execute("PRAGMA max_page_count=4294967294");
        var range = await store.RangeAsync(new RangeRequest { Prefix = "" });
        var put = await store.PutAsync("/z", new byte[1], 0);
        Assert.Equal(range.Revision + 1, put.Revision);
        Assert.Equal(range.Entries.Count + 1, (await store.RangeAsync(new RangeRequest { Prefix = "" })).Entries.Count);
    }

    [Fact]
    public async Task After_an_error_of_the_disk_the_file_is_opened_anew()
    {
        await using var store = await OpenAsync();
        var failures = 0;
        store.Writer.Sabotage = _ =>
        {
            if (failures++ == 0)
                throw new Sqlite.SqliteFaultException(SQLitePCL.raw.SQLITE_IOERR, "disk I/O error");
        };
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("/a", new byte[1], 0));
        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(2, (await store.PutAsync("/a", new byte[1], 0)).Revision);
        Assert.True(store.Health.Ready);
    }

    [Fact]
    public async Task What_a_failed_transaction_left_in_the_log_is_gone_with_the_next_one()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/a", new byte[1], 0);
        var failures = 0;
        store.Writer.Sabotage = _ =>
        {
            if (failures++ == 0)
                throw new Sqlite.SqliteFaultException(SQLitePCL.raw.SQLITE_IOERR, "disk I/O error");
        };
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("/ghost", new byte[1], 0));
        // As if its pages had reached the log before the sync failed, and were found there when the file was opened again.
        using (var database = Sqlite.SqliteDatabase.Open(Path.Combine(_directory.Path, "store.db"), create: false))
            database.Execute("INSERT INTO entries VALUES(3, '/ghost', 3, 0, 0, 0, x'00')");
        Assert.Equal(3, (await store.PutAsync("/b", new byte[1], 0)).Revision);
        Assert.Equal(["/a", "/b"], (await store.RangeAsync(new RangeRequest { Prefix = "" })).Entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task A_time_to_live_that_an_update_set_anew_counts_again_when_the_update_fails()
    {
        var path = Path.Combine(_directory.Path, "store.db");
        var index = new StoreIndex();
        using var statements = new WriterStatements(StoreFile.OpenChecked(path));
        await using var upkeep = new StoreUpkeep(new EmbeddedStoreOptions { DataDirectory = _directory.Path }, path, index);
        statements.Begin();
        var made = new WriteTransaction(index, statements);
        made.Put("/event", null, null, new byte[1], expiresAt: 1000);
        made.Accept();
        index.Revision = made.Revision;
        var transaction = new WriteTransaction(index, statements);
        transaction.Put("/event", index.Keys.TryGetValue("/event", out var node) ? node : null, transaction.Current("/event", out _), new byte[1], expiresAt: 0);
        var expiry = new ExpireOperation(index, 2000, upkeep);
        expiry.Apply(transaction);
        Assert.Equal(0, index.Expiring.Count);
        transaction.TakeBack();
        expiry.Fail(new StoreUnavailableException("full"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => expiry.Task);
        Assert.Equal(1, index.Expiring.Count);
        statements.Database.Rollback();
    }

    [Fact]
    public async Task The_file_stays_bounded_under_steady_churn()
    {
        await using var store = await OpenAsync();
        long size = 0;
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(async () =>
            {
                for (var i = 0; i < 250; i++)
                    await store.PutAsync($"/churn/{((w * 250) + i) % 50}", new byte[2000], null);
            })));
            await store.CompactAsync(store.KnownRevision);
            await WaitUntil(() => store.Statistics.HistoryRevisions == 0);
            // The second round may still grow the file; from then on, pages are used again.
            if (round == 2)
                size = store.Statistics.FileBytes;
        }

        Assert.InRange(store.Statistics.FileBytes, 0, size + (2 << 20));
        Assert.Equal(50, store.Statistics.Keys);
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private Task<EmbeddedStore> OpenAsync()
        => EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _directory.Path, CompactionInterval = TimeSpan.Zero });
}
