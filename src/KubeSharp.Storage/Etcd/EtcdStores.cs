using KubeSharp.Storage.Routing;

namespace KubeSharp.Storage.Etcd;

/// <summary>The store on one etcd or on several.</summary>
public static class EtcdStores
{
    /// <summary>
    /// Opens the store, waiting for the main etcd as long as it takes. Nobody waits for the others: what is in them is not available until they are.
    /// </summary>
    /// <exception cref="StoreOpenException">The options cannot work: no endpoint, certificates that cannot be read.</exception>
    public static async Task<IStore> OpenAsync(EtcdStoreOptions options, CancellationToken cancellationToken = default)
    {
        var main = await EtcdStore.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        if (options.Overrides.Count == 0) return main;
        List<(string Prefix, IStore Store)> routes = [];
        // One connection, one watch and one compaction for each etcd, however many prefixes are in it.
        Dictionary<string, EtcdStore> opened = new(StringComparer.Ordinal);
        // Of several for the same keys the last one counts.
        foreach (var (prefix, endpoints) in options.Overrides.Reverse().DistinctBy(one => one.KeyPrefix).Reverse())
        {
            var members = string.Join(';', endpoints);
            if (!opened.TryGetValue(members, out var store))
                opened.Add(members, store = EtcdStore.Open(options with { Endpoints = endpoints }));
            routes.Add((prefix, store));
        }

        return new RoutedStore(main, routes);
    }
}
