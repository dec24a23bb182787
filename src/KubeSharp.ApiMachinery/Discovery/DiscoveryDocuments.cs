using System.Buffers;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Discovery;

/// <summary>
/// Writes the discovery documents of an API server from what it serves: <c>/api</c>, <c>/apis</c>, a group, a version's resources, and
/// both aggregated forms. Pure functions; versions are taken in the order given (<see cref="DiscoveryOrder"/>).
/// </summary>
public static class DiscoveryDocuments
{
    /// <summary>The document of <c>/api</c> (APIVersions).</summary>
    /// <param name="serverAddress">HOST:PORT under which clients of any address reach the server.</param>
    public static byte[] CoreVersions(string serverAddress) => Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("kind"u8, "APIVersions"u8);
        w.WriteStartArray("versions"u8);
        w.WriteStringValue("v1"u8);
        w.WriteEndArray();
        w.WriteStartArray("serverAddressByClientCIDRs"u8);
        w.WriteStartObject();
        w.WriteString("clientCIDR"u8, "0.0.0.0/0"u8);
        w.WriteString("serverAddress"u8, serverAddress);
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteEndObject();
    });

    /// <summary>The document of <c>/apis</c> (APIGroupList). The core group is passed over.</summary>
    public static byte[] Groups(IReadOnlyList<GroupVersionDefinition> versions) => Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("kind"u8, "APIGroupList"u8);
        w.WriteString("apiVersion"u8, "v1"u8);
        w.WriteStartArray("groups"u8);
        foreach (var group in GroupNames(versions))
        {
            w.WriteStartObject();
            WriteGroup(w, group, versions);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    });

    /// <summary>The document of <c>/apis/GROUP</c> (APIGroup); null when the group is not served.</summary>
    public static byte[]? Group(string group, IReadOnlyList<GroupVersionDefinition> versions)
    {
        var served = false;
        foreach (var version in versions)
            served |= version.Group == group;
        return !served ? null : Write(w =>
        {
            w.WriteStartObject();
            w.WriteString("kind"u8, "APIGroup"u8);
            w.WriteString("apiVersion"u8, "v1"u8);
            WriteGroup(w, group, versions);
            w.WriteEndObject();
        });
    }

    /// <summary>The document of <c>/api/v1</c> or <c>/apis/GROUP/VERSION</c> (APIResourceList).</summary>
    public static byte[] Resources(GroupVersionDefinition version) => Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("kind"u8, "APIResourceList"u8);
        if (version.Group.Length > 0)
            w.WriteString("apiVersion"u8, "v1"u8);
        w.WriteString("groupVersion"u8, version.ApiVersion);
        w.WriteStartArray("resources"u8);
        foreach (var resource in version.Resources)
            WriteResource(w, resource);
        w.WriteEndArray();
        w.WriteEndObject();
    });

    /// <summary>The aggregated document of <c>/api</c> or <c>/apis</c> (APIGroupDiscoveryList).</summary>
    /// <param name="versions">What is served; only groups that belong under the path are written.</param>
    /// <param name="core">True for <c>/api</c>, false for <c>/apis</c>.</param>
    /// <param name="apiVersion">The version of apidiscovery.k8s.io that was asked for: v2 or v2beta1.</param>
    public static byte[] Aggregated(IReadOnlyList<GroupVersionDefinition> versions, bool core, string apiVersion = "v2") => Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("kind"u8, "APIGroupDiscoveryList"u8);
        w.WriteString("apiVersion"u8, "apidiscovery.k8s.io/" + apiVersion);
        w.WriteStartObject("metadata"u8);
        w.WriteEndObject();
        w.WriteStartArray("items"u8);
        foreach (var group in core ? [""] : GroupNames(versions))
            AggregatedGroup.Write(w, group, versions);
        w.WriteEndArray();
        w.WriteEndObject();
    });

    private static List<string> GroupNames(IReadOnlyList<GroupVersionDefinition> versions)
    {
        var names = new List<string>();
        foreach (var version in versions)
        {
            if (version.Group.Length > 0 && !names.Contains(version.Group))
                names.Add(version.Group);
        }

        return names;
    }

    private static void WriteGroup(Utf8JsonWriter w, string group, IReadOnlyList<GroupVersionDefinition> versions)
    {
        GroupVersionDefinition? preferred = null;
        w.WriteString("name"u8, group);
        w.WriteStartArray("versions"u8);
        foreach (var version in versions)
        {
            if (version.Group != group)
                continue;
            preferred ??= version;
            WriteVersion(w, version);
        }

        w.WriteEndArray();
        w.WritePropertyName("preferredVersion"u8);
        WriteVersion(w, preferred!);
    }

    private static void WriteVersion(Utf8JsonWriter w, GroupVersionDefinition version)
    {
        w.WriteStartObject();
        w.WriteString("groupVersion"u8, version.ApiVersion);
        w.WriteString("version"u8, version.Version);
        w.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter w, ResourceDefinition resource)
    {
        w.WriteStartObject();
        w.WriteString("name"u8, resource.Plural);
        w.WriteString("singularName"u8, resource.Singular);
        w.WriteBoolean("namespaced"u8, resource.Namespaced);
        w.WriteString("kind"u8, resource.Kind);
        DiscoveryLists.Write(w, "verbs"u8, resource.Verbs, always: true);
        DiscoveryLists.Write(w, "shortNames"u8, resource.ShortNames);
        DiscoveryLists.Write(w, "categories"u8, resource.Categories);
        if (resource.StorageVersionHash is { } hash)
            w.WriteString("storageVersionHash"u8, hash);
        w.WriteEndObject();
        foreach (var subresource in resource.Subresources)
        {
            w.WriteStartObject();
            w.WriteString("name"u8, $"{resource.Plural}/{subresource.Name}");
            w.WriteString("singularName"u8, ""u8);
            w.WriteBoolean("namespaced"u8, resource.Namespaced);
            if (subresource.Foreign)
            {
                w.WriteString("group"u8, subresource.Group);
                w.WriteString("version"u8, subresource.Version);
            }

            w.WriteString("kind"u8, subresource.Kind);
            DiscoveryLists.Write(w, "verbs"u8, subresource.Verbs, always: true);
            w.WriteEndObject();
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, CompactJson.Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
