using System.Collections.Frozen;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Every resource this server serves. Lookups take no lock; custom resources come and go by replacing the whole table.</summary>
internal sealed class ResourceRegistry
{
    private readonly Lock gate = new();
    private volatile Snapshot snapshot;

    /// <summary>Registers the built-in resources of the schema table.</summary>
    public ResourceRegistry(SchemaRegistry schemas, IReadOnlyDictionary<GroupResource, ResourceStrategy> strategies)
    {
        var stored = new Dictionary<GroupResource, StoredResource>();
        var served = new Dictionary<GroupVersionResource, ServedResource>();
        foreach (var definition in schemas.Versions.SelectMany(version => version.Resources))
        {
            served.Add(KeyOf(definition), new ServedResource(definition, Stored(definition, schemas, strategies, stored)));
        }

        snapshot = new Snapshot(schemas.Versions, served.ToFrozenDictionary(), [.. stored.Values.Distinct()]);
    }

    /// <summary>The groups and versions in the order of discovery.</summary>
    public IReadOnlyList<GroupVersionDefinition> Versions => snapshot.Versions;

    /// <summary>Everything that is stored, each once.</summary>
    public IReadOnlyList<StoredResource> StoredResources => snapshot.Stored;

    /// <summary>Raised after resources were added or removed.</summary>
    public event Action? Changed;

    /// <summary>The resource of a path, or null.</summary>
    public ServedResource? Find(string group, string version, string plural) =>
        snapshot.Served.GetValueOrDefault(new GroupVersionResource(group, version, plural));

    /// <summary>Where the objects of a resource lie, whatever the version; null if there is no such resource.</summary>
    public StoredResource? FindStored(string group, string plural)
    {
        foreach (var version in snapshot.Versions)
        {
            if (version.Group == group && Find(group, version.Version, plural)?.Stored is { } stored) return stored;
        }

        return null;
    }

    /// <summary>What kind of group it is.</summary>
    public ServedGroup Group(string group) => snapshot.Groups.GetValueOrDefault(group);

    /// <summary>Replaces the custom resources: what is served besides the built-in ones.</summary>
    public void SetCustom(IReadOnlyList<GroupVersionDefinition> versions, IReadOnlyList<ServedResource> resources)
    {
        lock (gate)
        {
            var builtIn = snapshot.BuiltIn ?? snapshot;
            var served = builtIn.Served.ToDictionary();
            foreach (var resource in resources) served[KeyOf(resource.Definition)] = resource;
            var views = resources.Select(resource => resource.Stored).OfType<StoredResource>().ToList();
            // A definition that changed is still the one it was: what happened since it came is not forgotten.
            foreach (var resource in views)
            {
                if (snapshot.Stored.FirstOrDefault(one => one.IsCustom && one.KeyPrefix == resource.KeyPrefix) is { } before) resource.Since = before.Since;
            }

            // Each version has a view; what lies in the store is one.
            var stored = views.DistinctBy(resource => resource.KeyPrefix);

            snapshot = new Snapshot([.. builtIn.Versions, .. versions], served.ToFrozenDictionary(), [.. builtIn.Stored, .. stored]) { BuiltIn = builtIn };
        }

        Changed?.Invoke();
    }

    private static GroupVersionResource KeyOf(ResourceDefinition definition) => new(definition.Group, definition.Version, definition.Plural);

    private static StoredResource? Stored(
        ResourceDefinition definition,
        SchemaRegistry schemas,
        IReadOnlyDictionary<GroupResource, ResourceStrategy> strategies,
        Dictionary<GroupResource, StoredResource> known)
    {
        if (definition.StorageGroupVersion is not { } storage) return null;
        var slash = storage.IndexOf('/');
        var (group, version) = (storage[..slash], storage[(slash + 1)..]);
        var storedAs = schemas.FindResource(group, version, definition.Plural) ?? definition;
        var name = new GroupResource(storedAs.Group, storedAs.Plural);
        if (known.TryGetValue(name, out var resource)) return resource;
        resource = new StoredResource
        {
            Name = name,
            StoredDefinition = storedAs,
            Strategy = strategies.GetValueOrDefault(name) ?? new ResourceStrategy(),
            KeyPrefix = KeyPrefixes.For(name, custom: false),
        };
        known.Add(name, resource);
        return resource;
    }

    private sealed record Snapshot(
        IReadOnlyList<GroupVersionDefinition> Versions,
        FrozenDictionary<GroupVersionResource, ServedResource> Served,
        IReadOnlyList<StoredResource> Stored)
    {
        public Snapshot? BuiltIn { get; init; }

        public FrozenDictionary<string, ServedGroup> Groups { get; } = Classify(Versions);

        private static FrozenDictionary<string, ServedGroup> Classify(IReadOnlyList<GroupVersionDefinition> versions)
        {
            var groups = new Dictionary<string, ServedGroup>(StringComparer.Ordinal);
            foreach (var version in versions)
            {
                groups.TryAdd(version.Group, ServedGroup.Empty);
                foreach (var resource in version.Resources)
                {
                    if (!resource.Custom) groups[version.Group] = ServedGroup.BuiltIn;
                    else if (groups[version.Group] == ServedGroup.Empty) groups[version.Group] = ServedGroup.Custom;
                }
            }

            return groups.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }
}
