using System.Text.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Discovery;

/// <summary>One APIGroupDiscovery.</summary>
internal static class AggregatedGroup
{
    public static void Write(Utf8JsonWriter w, string group, IReadOnlyList<GroupVersionDefinition> versions)
    {
        w.WriteStartObject();
        w.WriteStartObject("metadata"u8);
        if (group.Length > 0)
            w.WriteString("name"u8, group);
        w.WriteEndObject();
        w.WriteStartArray("versions"u8);
        foreach (var version in versions)
        {
            if (version.Group != group)
                continue;
            w.WriteStartObject();
            w.WriteString("version"u8, version.Version);
            w.WriteStartArray("resources"u8);
            foreach (var resource in version.Resources)
                WriteResource(w, resource);
            w.WriteEndArray();
            w.WriteString("freshness"u8, version.Stale ? "Stale"u8 : "Current"u8);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter w, ResourceDefinition resource)
    {
        w.WriteStartObject();
        w.WriteString("resource"u8, resource.Plural);
        // Built-in resources leave out what the document around them says already; custom ones repeat it.
        WriteKind(w, resource.Custom ? resource.Group : "", resource.Custom ? resource.Version : "", resource.Kind);
        w.WriteString("scope"u8, resource.Namespaced ? "Namespaced"u8 : "Cluster"u8);
        w.WriteString("singularResource"u8, resource.Singular);
        DiscoveryLists.Write(w, "verbs"u8, resource.Verbs, always: true);
        DiscoveryLists.Write(w, "shortNames"u8, resource.ShortNames);
        DiscoveryLists.Write(w, "categories"u8, resource.Categories);
        if (resource.Subresources.Count > 0)
        {
            w.WriteStartArray("subresources"u8);
            foreach (var subresource in resource.Subresources)
            {
                var full = resource.Custom || subresource.Foreign;
                w.WriteStartObject();
                w.WriteString("subresource"u8, subresource.Name);
                WriteKind(w, full ? subresource.Group : "", full ? subresource.Version : "", subresource.Kind);
                DiscoveryLists.Write(w, "verbs"u8, subresource.Verbs, always: true);
                w.WriteEndObject();
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter w, string group, string version, string kind)
    {
        w.WriteStartObject("responseKind"u8);
        w.WriteString("group"u8, group);
        w.WriteString("version"u8, version);
        w.WriteString("kind"u8, kind);
        w.WriteEndObject();
    }
}
