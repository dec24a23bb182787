using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KubeSharp.SchemaBuilder;

/// <summary>Writes groups, versions, resources, subresources and table columns from discovery and tables.json.</summary>
internal static class DiscoveryFacts
{
    public static void Write(string folder, string hand, TextWriter writer)
    {
        var discovery = Path.Combine(folder, "discovery");
        var priorities = File.ReadLines(Path.Combine(hand, "priorities.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')).ToDictionary(w => w[0], w => $"{w[1]} {w[2]}");
        var tables = Read(Path.Combine(folder, "tables.json"));
        var lists = new List<(string Group, string Version, JsonElement List)> { ("", "v1", Read(Path.Combine(discovery, "api", "v1.json"))) };
        foreach (var group in Read(Path.Combine(discovery, "apis.json")).GetProperty("groups").EnumerateArray())
        {
            var name = group.GetProperty("name").GetString()!;
            foreach (var version in group.GetProperty("versions").EnumerateArray())
            {
                var v = version.GetProperty("version").GetString()!;
                lists.Add((name, v, Read(Path.Combine(discovery, "apis", name, v + ".json"))));
            }
        }

        // A kind may be stored in a version that is no longer (or not yet) served by default.
        string[] unserved = ["v1alpha1", "v1alpha2", "v1alpha3", "v1beta1", "v1beta2", "v1beta3"];
        var storage = lists.SelectMany(l => l.List.GetProperty("resources").EnumerateArray()
                .SelectMany(r => unserved.Prepend(l.Version).Select(v => (l.Group, Version: v, Kind: Text(r, "kind")))))
            .DistinctBy(s => Hash(s.Group, s.Version, s.Kind)).ToDictionary(s => Hash(s.Group, s.Version, s.Kind), s => $"{s.Group}/{s.Version}");
        var accepted = Aggregated(discovery);
        var deleting = DeletingObjects(Path.Combine(folder, "openapi", "v2.json"));
        writer.WriteLine("scheme " + string.Join(' ', SchemeVersions(Path.Combine(folder, "openapi", "v2.json"))));
        foreach (var (group, version, list) in lists)
        {
            writer.WriteLine($"version {Name(group)} {version} {priorities[$"{Name(group)}/{version}"]}");
            foreach (var resource in list.GetProperty("resources").EnumerateArray())
                WriteResource(writer, group, version, resource, tables, storage, accepted, deleting);
        }
    }

    private static void WriteResource(
        TextWriter writer, string group, string version, JsonElement resource, JsonElement tables, Dictionary<string, string> storage,
        Dictionary<string, string> accepted, HashSet<string> deleting)
    {
        var name = Text(resource, "name");
        var verbs = string.Join(',', resource.GetProperty("verbs").EnumerateArray().Select(v => v.GetString()));
        var kind = Text(resource, "kind");
        if (resource.TryGetProperty("version", out _))
            kind = $"{Text(resource, "group")}/{Text(resource, "version")}/{kind}";
        if (name.IndexOf('/', StringComparison.Ordinal) is var slash and > 0)
        {
            writer.Write($" sub {name[(slash + 1)..]} {kind} verbs={verbs}");
            if (accepted.TryGetValue($"{group}/{version}/{name}", out var kinds))
                writer.Write($" accepts={kinds}");
            writer.WriteLine();
            return;
        }

        var scope = resource.GetProperty("namespaced").GetBoolean() ? "namespaced" : "cluster";
        writer.Write($"resource {name} {Text(resource, "singularName")} {kind} {scope} verbs={verbs}");
        WriteList(writer, resource, "shortNames", "short");
        WriteList(writer, resource, "categories", "categories");
        if (resource.TryGetProperty("storageVersionHash", out var hash))
            writer.Write($" storage={storage[hash.GetString()!]}");
        if (deleting.Contains($"{group}/{version}/{kind}"))
            writer.Write(" deletes=object");
        writer.WriteLine();
        if (!tables.TryGetProperty($"{(group.Length == 0 ? "" : group + "/")}{version}/{name}", out var columns))
            return;
        foreach (var column in columns.EnumerateArray())
        {
            var format = Text(column, "format");
            var priority = column.GetProperty("priority").GetInt32().ToString(CultureInfo.InvariantCulture);
            writer.WriteLine($" column {Escape(Text(column, "name"))} {Text(column, "type")} {(format.Length == 0 ? "-" : format)} {priority}");
        }
    }

    /// <summary>Only aggregated discovery tells which kinds a connecting subresource accepts.</summary>
    private static Dictionary<string, string> Aggregated(string folder)
    {
        var accepted = new Dictionary<string, string>();
        foreach (var file in (string[])["api-aggregated.json", "apis-aggregated.json"])
        {
            foreach (var group in Read(Path.Combine(folder, file)).GetProperty("items").EnumerateArray())
            {
                var name = group.GetProperty("metadata").TryGetProperty("name", out var n) ? n.GetString() : "";
                foreach (var version in group.GetProperty("versions").EnumerateArray())
                {
                    foreach (var resource in version.GetProperty("resources").EnumerateArray())
                    {
                        if (!resource.TryGetProperty("subresources", out var subresources))
                            continue;
                        foreach (var sub in subresources.EnumerateArray())
                        {
                            if (sub.TryGetProperty("acceptedTypes", out var types))
                            {
                                accepted[$"{name}/{Text(version, "version")}/{Text(resource, "resource")}/{Text(sub, "subresource")}"] =
                                    string.Join(',', types.EnumerateArray().Select(t => $"{Text(t, "group")}/{Text(t, "version")}/{Text(t, "kind")}"));
                            }
                        }
                    }
                }
            }
        }

        return accepted;
    }

    /// <summary>Kinds whose DELETE answers with the object instead of a Status.</summary>
    private static HashSet<string> DeletingObjects(string file)
    {
        var kinds = new HashSet<string>();
        foreach (var path in Read(file).GetProperty("paths").EnumerateObject())
        {
            if (!path.Value.TryGetProperty("delete", out var operation) || Text(operation, "x-kubernetes-action") != "delete")
                continue;
            var answer = operation.GetProperty("responses").GetProperty("200").GetProperty("schema").GetProperty("$ref").GetString()!;
            var kind = operation.GetProperty("x-kubernetes-group-version-kind");
            if (!answer.EndsWith(".Status", StringComparison.Ordinal))
                kinds.Add($"{Text(kind, "group")}/{Text(kind, "version")}/{Text(kind, "kind")}");
        }

        return kinds;
    }

    /// <summary>All group versions that the server knows, served or not: each of them has DeleteOptions.</summary>
    private static IEnumerable<string> SchemeVersions(string file) =>
        Read(file).GetProperty("definitions").GetProperty("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")
            .GetProperty("x-kubernetes-group-version-kind").EnumerateArray().Select(k => $"{Name(Text(k, "group"))}/{Text(k, "version")}");

    private static void WriteList(TextWriter writer, JsonElement resource, string property, string flag)
    {
        if (resource.TryGetProperty(property, out var values))
            writer.Write($" {flag}={string.Join(',', values.EnumerateArray().Select(v => v.GetString()))}");
    }

    private static string Hash(string group, string version, string kind) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}/{version}/{kind}")).AsSpan(0, 8));

    private static string Name(string group) => group.Length == 0 ? "core" : group;

    private static string Escape(string text) => text.Replace(" ", "%20", StringComparison.Ordinal);

    private static string Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) ? value.GetString()! : "";

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
