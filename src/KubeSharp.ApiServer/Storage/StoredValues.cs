using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Bootstrap.LivingServers;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Storage.Encryption;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage;

/// <summary>Puts between the API server and its store what the values need.</summary>
internal static class StoredValues
{
    /// <summary>The store with values as the API server wants them. An embedded store without encryption needs nothing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="encryptionConfig">The file of <c>--encryption-provider-config</c>; null for no encryption.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The configuration makes no sense.</exception>
    public static IStore Wrap(IStore store, string? encryptionConfig, TimeProvider time)
    {
        var encryption = encryptionConfig is null ? null : new EncryptedValues(ByKey(EncryptionConfiguration.Read(encryptionConfig, time)));
        // Only this server writes to a store of its own.
        var foreign = store is EmbeddedStore ? null : new UpstreamValues();
        return (encryption, foreign) switch
        {
            (null, null) => store,
            (null, { } inner) => new TransformedStore(store, inner),
            ({ } outer, null) => new TransformedStore(store, outer),
            ({ } outer, { } inner) => new TransformedStore(store, new ChainedTransform(outer, inner)),
        };
    }

    private static Func<string, IReadOnlyList<IEncryptionProvider>?> ByKey(EncryptionConfiguration configuration)
    {
        var prefixes = new Dictionary<string, IReadOnlyList<IEncryptionProvider>?>(StringComparer.Ordinal);
        foreach (var resource in SchemaRegistry.Kubernetes.Versions.SelectMany(version => version.Resources).Select(one => new GroupResource(one.Group, one.Plural)).Distinct())
            prefixes[KeyPrefixes.For(resource, custom: false)] = configuration.For(resource);
        // What no API serves has names all the same, by which upstream looks for its providers.
        prefixes[LeasedAddresses.Prefix] = configuration.For(new GroupResource("", "apiServerIPInfo"));
        prefixes[NodePortAllocator.Key] = configuration.For(new GroupResource("", "servicenodeportallocations"));
        return key =>
        {
            var first = key.IndexOf('/', KeyPrefixes.Root.Length) + 1;
            if (first == 0) return prefixes.GetValueOrDefault(key);
            if (prefixes.TryGetValue(key[..first], out var known)) return known;
            var second = key.IndexOf('/', first) + 1;
            if (second == 0) return prefixes.GetValueOrDefault(key);
            if (prefixes.TryGetValue(key[..second], out known)) return known;
            // Not a built-in kind, so its folders are group and resource.
            return configuration.For(new GroupResource(key[KeyPrefixes.Root.Length..(first - 1)], key[first..(second - 1)]));
        };
    }
}
