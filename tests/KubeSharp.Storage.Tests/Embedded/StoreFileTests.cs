using System.Text;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class StoreFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string FilePath => Path.Combine(_directory.Path, "store.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_closing_and_opening_again()
    {
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("/a", "one"u8.ToArray(), 0);
            await store.PutAsync("/a", "two"u8.ToArray(), 2);
            await store.PutAsync("/b", "one"u8.ToArray(), 0);
            await store.DeleteAsync("/b", 4);
        }

        Assert.False(File.Exists(FilePath + "-wal"), "the log is moved into the file on closing");
        await using (var store = await OpenAsync())
        {
            Assert.Equal(5, store.KnownRevision);
            var (entry, _) = await store.GetAsync("/a");
            Assert.Equal(("two", 2L, 3L), (Encoding.UTF8.GetString(entry!.Value.Span), entry.CreateRevision, entry.ModRevision));
            Assert.Equal("one", Encoding.UTF8.GetString((await store.GetAsync("/b", 4)).Entry!.Value.Span));
            Assert.Equal(6, (await store.PutAsync("/b", "new"u8.ToArray(), 0)).Revision);
        }
    }

    [Fact]
    public async Task The_revision_stays_when_everything_was_deleted_and_compacted()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 300; i++)
            {
                var put = await store.PutAsync($"/{i}", new byte[10], 0);
                await store.DeleteAsync($"/{i}", put.Revision);
            }

            await store.CompactAsync(601);
            await WaitUntil(() => store.Statistics is { HistoryRevisions: 0, Keys: 0 });
        }

        await using (var store = await OpenAsync())
        {
            Assert.Equal((601L, 601L), (store.KnownRevision, store.CompactedRevision));
            Assert.Equal(602, (await store.PutAsync("/x", new byte[10], 0)).Revision);
        }
    }

    [Fact]
    public async Task Compaction_that_was_cut_short_goes_on_after_the_next_start()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 500; i++)
                await store.PutAsync($"/{i % 3}", new byte[10], null);
        }

        using (var database = SqliteDatabase.Open(FilePath, create: false))
            database.Execute("UPDATE store SET compacted = 501; DELETE FROM entries WHERE revision < 100");
        await using (var store = await OpenAsync())
        {
            await WaitUntil(() => store.Statistics.HistoryRevisions == 0);
            Assert.Equal(3, (await store.RangeAsync(new RangeRequest { Prefix = "/" })).Entries.Count);
        }

        using (var database = SqliteDatabase.Open(FilePath, create: false))
            Assert.Equal(3, database.QueryInt64("SELECT count(*) FROM entries"));
    }

    [Fact]
    public async Task A_key_whose_time_ended_while_nobody_ran_goes_at_the_next_start()
    {
        await using (var store = await OpenAsync())
            await store.PutAsync("/events/a", new byte[10], 0, TimeSpan.FromMinutes(1));
        await using (var store = await OpenAsync(new ShiftedClock(TimeSpan.FromHours(2))))
            await WaitUntil(() => store.KnownRevision == 3);
    }

    [Fact]
    public async Task A_second_process_is_refused()
    {
        await using var store = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());
        Assert.EndsWith($"is in use by another process (process {Environment.ProcessId}); stop it, or give this one a directory of its own.", refusal.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused()
    {
        await File.WriteAllTextAsync(FilePath, string.Concat(Enumerable.Repeat("no database at all ", 500)));
        var refusal = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());
        Assert.Contains("is not a KubeSharp store", refusal.Message);
        Assert.StartsWith("no database", await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        using (var database = SqliteDatabase.Open(FilePath, create: true))
            database.Execute("CREATE TABLE theirs(x)");
        var before = await File.ReadAllBytesAsync(FilePath);
        var refusal = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());
        Assert.Contains("another program", refusal.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await using (await OpenAsync())
        {
        }

        using (var database = SqliteDatabase.Open(FilePath, create: false))
            database.Execute("PRAGMA user_version=99");
        Assert.Contains("newer KubeSharp (format 99", (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync())).Message);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 200; i++)
                await store.PutAsync($"/{i}", new byte[3000], 0);
        }

        using (var file = File.OpenWrite(FilePath))
        {
            file.Position = 40_960;
            file.Write(new byte[20_000]);
        }

        Assert.Contains("is damaged", (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync())).Message);
    }

    [Theory]
    [InlineData(0, "is damaged (it is empty)")]
    [InlineData(100, "is damaged")]
    [InlineData(5000, "is damaged")]
    [InlineData(300_000, "is damaged")]
    public async Task A_file_that_was_cut_off_is_refused_and_left_alone(int length, string why)
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 200; i++)
                await store.PutAsync($"/{i}", new byte[3000], 0);
        }

        using (var file = File.OpenWrite(FilePath)) file.SetLength(length);
        var refusal = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());
        Assert.Contains(why, refusal.Message);
        Assert.Contains("restore it from a snapshot", refusal.Message);
        Assert.Equal(length, new FileInfo(FilePath).Length);
    }

    [Fact]
    public async Task What_a_start_left_that_was_cut_off_does_not_matter()
    {
        await File.WriteAllBytesAsync(FilePath + ".new", new byte[1000]);
        await File.WriteAllBytesAsync(FilePath + ".new-journal", new byte[1000]);
        await using var store = await OpenAsync();
        Assert.Equal(2, (await store.PutAsync("/a", new byte[10], 0)).Revision);
        Assert.False(File.Exists(FilePath + ".new"));
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_is_not_taken_for_an_empty_store()
    {
        await File.WriteAllBytesAsync(FilePath + ".restored", new byte[1000]);
        Assert.Contains("run it again", (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync())).Message);
    }

    [Fact]
    public async Task Of_a_damaged_log_the_whole_transactions_before_the_damage_count()
    {
        var copy = Path.Combine(_directory.Path, "copy");
        Directory.CreateDirectory(copy);
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 50; i++)
                await store.PutAsync($"/{i}", new byte[3000], 0);
            // As a power cut leaves them: the log has not been moved into the file.
            foreach (var ending in new[] { "", "-wal" }) File.Copy(FilePath + ending, Path.Combine(copy, "store.db" + ending));
        }

        using (var log = File.OpenWrite(Path.Combine(copy, "store.db-wal")))
        {
            log.Position = log.Length * 2 / 3;
            log.Write(new byte[50]);
        }

        await using var damaged = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = copy });
        var range = await damaged.RangeAsync(new RangeRequest { Prefix = "/" });
        Assert.InRange(range.Entries.Count, 10, 49);
        Assert.Equal(range.Entries.Count + 1, damaged.KnownRevision);
        Assert.Equal(Enumerable.Range(0, range.Entries.Count).Select(i => $"/{i}").Order(StringComparer.Ordinal), range.Entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task Rows_that_contradict_each_other_are_refused()
    {
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("/a", new byte[10], 0);
            await store.PutAsync("/a", new byte[10], 2);
        }

        using (var database = SqliteDatabase.Open(FilePath, create: false))
            database.Execute("DELETE FROM entries WHERE revision = 2");
        Assert.Contains("is damaged (revision 3 of /a", (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync())).Message);
    }

    [Fact]
    public async Task A_log_without_its_file_is_refused()
    {
        await File.WriteAllBytesAsync(FilePath + "-wal", new byte[100]);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync())).Message);
    }

    private static async Task WaitUntil(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private Task<EmbeddedStore> OpenAsync(TimeProvider? clock = null) => EmbeddedStore.OpenAsync(
        new EmbeddedStoreOptions { DataDirectory = _directory.Path, TimeProvider = clock ?? TimeProvider.System });

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
