using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>
/// Every server keeps a key with its address that the store deletes when it is not written again in time. Keys and values are upstream's, so that servers
/// of both kinds may share an etcd.
/// </summary>
internal sealed class LeasedAddresses(IStore store, string own) : IServerAddresses
{
    /// <summary>Where the keys lie.</summary>
    public const string Prefix = KeyPrefixes.Root + "masterleases/";

    /// <summary>How long a server that says nothing is taken to live.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(15);

    private readonly string key = Prefix + own;
    private StoreEntry? last;

    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var written = await store.PutAsync(key, Renewed(last), last?.ModRevision ?? 0, TimeToLive, cancellationToken);
            last = written.Entry;
            if (written.Succeeded) return;
        }
    }

    public async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        var removed = (await store.DeleteAsync(key, null, cancellationToken)).Succeeded;
        last = null;
        return removed;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">There are none although this server lives: whatever is wrong, the endpoints must not be emptied.</exception>
    public async Task<IReadOnlyCollection<string>> WantedAsync(IReadOnlyCollection<string> present, bool stopping, CancellationToken cancellationToken)
    {
        var range = await store.RangeAsync(new RangeRequest { Prefix = Prefix }, cancellationToken);
        List<string> addresses = [.. range.Entries.Select(entry => AddressOf(entry.Value.Span)).OfType<string>()];
        return addresses.Count > 0 || stopping
            ? addresses
            : throw new InvalidOperationException("no server's address lies in the store; the endpoints of the kubernetes Service stay as they are");
    }

    public async Task FollowAsync(Action changed, CancellationToken cancellationToken)
    {
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = Prefix, PreviousValues = false }, cancellationToken);
        // What came and went before the watch stood.
        changed();
        while (true)
        {
            var batch = await watch.ReadAsync(cancellationToken);
            // Renewals of others say nothing new.
            if (batch.Events.Any(one => one.Type != StoreEventType.Updated)) changed();
        }
    }

    /// <summary>The address in a value; null if there is none.</summary>
    public static string? AddressOf(ReadOnlySpan<byte> value) =>
        Parse(value)?.GetArray("subsets") is [JsonObject subset, ..] && subset.GetArray("addresses") is [JsonObject address, ..]
        && address.GetString("ip") is { Length: > 0 } ip
            ? ip
            : null;

    private ReadOnlyMemory<byte> Renewed(StoreEntry? present)
    {
        var document = (present is null ? null : Parse(present.Value.Span)) ?? new JsonObject { { "kind", "Endpoints" }, { "apiVersion", "v1" }, { "metadata", new JsonObject() } };
        var metadata = new Metadata(document);
        metadata.Generation++;
        document.Set("subsets", new JsonArray { new JsonObject { { "addresses", new JsonArray { new JsonObject { { "ip", own } } } } } });
        return document.ToUtf8Bytes();
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> value) => JsonParser.TryParse(value, out var parsed, out _) ? parsed as JsonObject : null;
}
