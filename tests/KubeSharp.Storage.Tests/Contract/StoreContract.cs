using System.Text;

namespace KubeSharp.Storage.Tests.Contract;

/// <summary>What every store must do. Each implementation derives from it and gets every test.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStore? _store;

    /// <summary>An empty store of its own for each test.</summary>
    protected IStore Store => _store!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IStore> OpenAsync();

    protected abstract Task CleanUpAsync();

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    protected async Task<long> Put(string key, string value)
    {
        var result = await Store.PutAsync(key, Bytes(value), null, null, Cancelled);
        Assert.True(result.Succeeded);
        return result.Revision;
    }

    protected async Task<long> Delete(string key)
    {
        var result = await Store.DeleteAsync(key, null, Cancelled);
        Assert.True(result.Succeeded);
        return result.Revision;
    }

    protected async Task<string[]> List(string prefix, long revision = 0)
    {
        var range = await Store.RangeAsync(new RangeRequest { Prefix = prefix, Revision = revision }, Cancelled);
        return [.. range.Entries.Select(entry => $"{entry.Key}={Text(entry.Value)}@{entry.ModRevision}")];
    }

    /// <summary>Reads batches until there are as many events as expected.</summary>
    protected static async Task<List<StoreEvent>> Take(IStoreWatch watch, int count)
    {
        var events = new List<StoreEvent>();
        while (events.Count < count)
        {
            var batch = await watch.ReadAsync(Cancelled);
            events.AddRange(batch.Events);
            Assert.True(batch.Events.Count == 0 || batch.Revision >= batch.Events[^1].Revision);
        }

        return events;
    }

    protected static string Show(StoreEvent change)
        => $"{change.Type} {change.Key} '{Text(change.PreviousValue)}'@{change.PreviousRevision} -> '{Text(change.Value)}'@{change.Revision} since {change.CreateRevision}";
}
