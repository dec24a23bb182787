using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Bootstrap.LivingServers;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Which resource a key of the store belongs to. Pure.</summary>
internal static class ResourceOfKey
{
    private static readonly Dictionary<string, GroupResource> BuiltIn = Build();

    /// <summary>The resource; null for what is none.</summary>
    public static GroupResource? Find(string key)
    {
        if (!key.StartsWith(KeyPrefixes.Root, StringComparison.Ordinal)) return null;
        var known = BuiltIn.GetAlternateLookup<ReadOnlySpan<char>>();
        var first = key.IndexOf('/', KeyPrefixes.Root.Length) + 1;
        if (first == 0) return null;
        if (known.TryGetValue(key.AsSpan(0, first), out var resource)) return resource;
        var second = key.IndexOf('/', first) + 1;
        if (second == 0) return known.TryGetValue(key, out resource) ? resource : null;
        if (known.TryGetValue(key.AsSpan(0, second), out resource)) return resource;
        var group = key[KeyPrefixes.Root.Length..(first - 1)];
        // Not a built-in kind, so its folders are group and resource; a group of its own always has a dot.
        return group.Contains('.', StringComparison.Ordinal) ? new GroupResource(group, key[first..(second - 1)]) : null;
    }

    private static Dictionary<string, GroupResource> Build()
    {
        Dictionary<string, GroupResource> result = new(StringComparer.Ordinal);
        foreach (var resource in SchemaRegistry.Kubernetes.Versions.SelectMany(version => version.Resources).Select(one => new GroupResource(one.Group, one.Plural)))
        {
            // Events of both groups are kept as those of the core group.
            if (resource.Group != "events.k8s.io") result.TryAdd(KeyPrefixes.For(resource, custom: false), resource);
        }

        // What no API serves has names all the same, by which upstream looks for its providers.
        result[LeasedAddresses.Prefix] = new GroupResource("", "apiServerIPInfo");
        result[NodePortAllocator.Key] = new GroupResource("", "servicenodeportallocations");
        return result;
    }
}
