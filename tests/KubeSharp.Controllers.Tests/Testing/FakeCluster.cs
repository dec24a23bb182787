using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Client;

namespace KubeSharp.Controllers.Tests;

/// <summary>
/// As much of an API server as controllers need, in memory: revisions, optimistic concurrency, status apart from spec, finalizers,
/// deletion policies, watches. No validation, no defaults, no rights.
/// </summary>
internal sealed class FakeCluster : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly List<(long Revision, string Type, Address Address, JsonObject Item)> log = [];
    private readonly List<(Address Address, string? FieldSelector, ChannelWriter<byte[]> Writer)> watches = [];
    private long revision = 100;
    private int names;

    /// <summary>Refuses a request with a status code and a reason when it answers with one.</summary>
    public Func<string, string, (int Code, string Reason)?>? Refuse { get; set; }

    public List<string> Writes { get; } = [];

    public KubeClient Client(TimeProvider? time = null) =>
        new(new HttpMessageInvoker(this, false), new Uri("https://fake/"), new KubeClientOptions { TimeProvider = time ?? TimeProvider.System });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        string method = request.Method.Method;
        string path = request.RequestUri!.AbsolutePath;
        Dictionary<string, string> query = Query(request.RequestUri.Query);
        if (Refuse?.Invoke(method, path) is { } refusal) return Failure(refusal.Code, refusal.Reason);
        if (method == "GET" && Discovery(path) is { } discovery) return Answer(discovery);
        Address address = Address.Parse(path);
        if (query.ContainsKey("watch")) return Watch(address, query, cancellationToken);
        lock (gate)
        {
            if (method != "GET") Writes.Add(method + " " + path);
            return method switch
            {
                "GET" when address.Name is null => Answer(List(address, query.GetValueOrDefault("fieldSelector"))),
                "GET" => Find(address) is { } found ? Answer(found) : Failure(404, "NotFound"),
                "POST" => Create(address, JsonParser.ParseObject(body)),
                "PUT" => Replace(address, JsonParser.ParseObject(body), checkRevision: true),
                "PATCH" => Patch(address, request.Content!.Headers.ContentType!.MediaType!, body),
                "DELETE" when address.Name is null => DeleteAll(address, body),
                "DELETE" => Delete(address, body),
                _ => Failure(405, "MethodNotAllowed"),
            };
        }
    }

    private HttpResponseMessage Create(Address address, JsonObject item)
    {
        if (address.Subresource is not null) return Answer(item);
        JsonObject metadata = item.GetOrAddObject("metadata");
        if (metadata.GetString("name") is not { Length: > 0 } name)
            metadata.Set("name", new JsonString(name = metadata.GetString("generateName") + (++names).ToString("d5", CultureInfo.InvariantCulture)));
        Address key = address with { Name = name };
        if (objects.ContainsKey(key.Key)) return Failure(409, "AlreadyExists");
        if (address.Namespace is { } ns && objects.TryGetValue("/namespaces//" + ns, out JsonObject? owner) && owner.FindString("metadata", "deletionTimestamp") is not null)
            return Failure(403, "Forbidden", """{"causes":[{"reason":"NamespaceTerminating","message":"going"}]}""");
        metadata.Set("uid", new JsonString(Guid.NewGuid().ToString()));
        metadata.Set("generation", 1);
        metadata.Set("creationTimestamp", new JsonString(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        if (address.Namespace is not null) metadata.Set("namespace", new JsonString(address.Namespace));
        if (address.Plural == "namespaces")
        {
            item.GetOrAddObject("spec").Set("finalizers", JsonArray.OfStrings(["kubernetes"]));
            item.GetOrAddObject("status").Set("phase", new JsonString("Active"));
        }

        Commit("ADDED", key, item);
        return Answer(item, 201);
    }

    private HttpResponseMessage Replace(Address address, JsonObject item, bool checkRevision)
    {
        if (Find(address) is not { } old) return Failure(404, "NotFound");
        string? wanted = item.FindString("metadata", "resourceVersion");
        if (checkRevision && !string.IsNullOrEmpty(wanted) && wanted != old.FindString("metadata", "resourceVersion")) return Failure(409, "Conflict");
        if (item.FindString("metadata", "uid") is { } uid && uid != old.FindString("metadata", "uid")) return Failure(409, "Conflict");
        JsonObject next;
        if (address.Subresource == "status")
        {
            next = old.Clone();
            if (item.GetObject("status") is { } status) next.Set("status", status);
            else next.Remove("status");
        }
        else
        {
            next = item.Clone();
            if (old.GetObject("status") is { } status) next.Set("status", status.Clone());
            else next.Remove("status");
            JsonObject metadata = next.GetOrAddObject("metadata");
            foreach (string kept in (string[])["uid", "creationTimestamp", "deletionTimestamp", "generation", "deletionGracePeriodSeconds"])
            {
                if (old.GetObject("metadata")![kept] is { } value) metadata.Set(kept, value);
                else metadata.Remove(kept);
            }

            if (!JsonValue.DeepEquals(old.GetObject("spec"), next.GetObject("spec")) && address.Subresource is null)
                metadata.Set("generation", (old.FindObject("metadata")!.GetInt64("generation") ?? 0) + 1);
        }

        JsonObject a = old.Clone();
        JsonObject b = next.Clone();
        a.GetObject("metadata")!.Remove("resourceVersion");
        b.GetObject("metadata")!.Remove("resourceVersion");
        if (JsonValue.DeepEquals(a, b)) return Answer(old);
        if (IsGone(next)) Commit("DELETED", address, next);
        else Commit("MODIFIED", address, next);
        return Answer(next);
    }

    private HttpResponseMessage Patch(Address address, string type, byte[] body)
    {
        if (Find(address) is not { } old) return Failure(404, "NotFound");
        JsonValue patch = JsonParser.Parse(body);
        JsonObject next;
        if (type.Contains("strategic", StringComparison.Ordinal))
        {
            TypeSchema schema = SchemaRegistry.Kubernetes.FindKind(address.Group, address.Version, address.Kind)!;
            next = StrategicMergePatch.Apply(old.Clone(), (JsonObject)patch, schema).Value!;
        }
        else
        {
            next = (JsonObject)MergePatch.Apply(old.Clone(), patch);
        }

        return Replace(address, next, checkRevision: true);
    }

    private HttpResponseMessage Delete(Address address, byte[] body)
    {
        if (Find(address) is not { } old) return Failure(404, "NotFound");
        JsonObject options = body.Length == 0 ? [] : JsonParser.ParseObject(body);
        if (options.FindString("preconditions", "uid") is { } uid && uid != old.FindString("metadata", "uid")) return Failure(409, "Conflict");
        JsonObject next = old.Clone();
        JsonObject metadata = next.GetObject("metadata")!;
        string policy = options.GetString("propagationPolicy") ?? "Background";
        if (policy is "Foreground" or "Orphan")
        {
            string finalizer = policy == "Orphan" ? "orphan" : "foregroundDeletion";
            JsonArray finalizers = metadata.GetOrAddArray("finalizers");
            if (!finalizers.Any(f => f is JsonString s && s.Value == finalizer)) finalizers.Add(new JsonString(finalizer));
        }

        metadata.SetDefault("deletionTimestamp", new JsonString("2026-01-01T00:00:00Z"));
        if (address.Plural == "namespaces") next.GetOrAddObject("status").Set("phase", new JsonString("Terminating"));
        if (IsGone(next)) Commit("DELETED", address, next);
        else if (!JsonValue.DeepEquals(next, old)) Commit("MODIFIED", address, next);
        return Answer(next);
    }

    private HttpResponseMessage DeleteAll(Address address, byte[] body)
    {
        foreach (JsonObject item in Items(address)) Delete(address with { Name = item.FindString("metadata", "name") }, body);
        return Answer([]);
    }

    private static bool IsGone(JsonObject item) =>
        item.FindString("metadata", "deletionTimestamp") is not null
        && item.FindArray("metadata", "finalizers") is null or { Count: 0 }
        && (item.GetString("kind") != "Namespace" || item.FindArray("spec", "finalizers") is null or { Count: 0 });

    private void Commit(string type, Address address, JsonObject item)
    {
        item.GetOrAddObject("metadata").Set("resourceVersion", new JsonString((++revision).ToString(CultureInfo.InvariantCulture)));
        item.SetDefault("apiVersion", new JsonString(address.Group.Length == 0 ? address.Version : address.Group + "/" + address.Version));
        item.SetDefault("kind", new JsonString(address.Kind));
        Address key = address with { Subresource = null };
        if (type == "DELETED") objects.Remove(key.Key);
        else objects[key.Key] = item;
        log.Add((revision, type, key, item.Clone()));
        byte[] frame = Frame(type, item);
        foreach ((Address watched, string? selector, ChannelWriter<byte[]> writer) in watches)
            if (watched.Covers(key) && Selects(selector, item)) writer.TryWrite(frame);
    }

    private HttpResponseMessage Watch(Address address, Dictionary<string, string> query, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<byte[]>();
        string? selector = query.GetValueOrDefault("fieldSelector");
        lock (gate)
        {
            long from = long.Parse(query["resourceVersion"], CultureInfo.InvariantCulture);
            foreach ((long at, string type, Address key, JsonObject item) in log)
                if (at > from && address.Covers(key) && Selects(selector, item)) channel.Writer.TryWrite(Frame(type, item));
            watches.Add((address, selector, channel.Writer));
        }

        cancellationToken.Register(() => channel.Writer.TryComplete());
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new ChannelStream(channel.Reader)) };
    }

    private JsonObject List(Address address, string? selector)
    {
        var items = new JsonArray();
        foreach (JsonObject item in Items(address))
            if (Selects(selector, item)) items.Add(item);
        var metadata = new JsonObject();
        metadata.Set("resourceVersion", new JsonString(revision.ToString(CultureInfo.InvariantCulture)));
        var list = new JsonObject();
        list.Set("kind", new JsonString(address.Kind + "List"));
        list.Set("apiVersion", new JsonString(address.Group.Length == 0 ? address.Version : address.Group + "/" + address.Version));
        list.Set("metadata", metadata);
        list.Set("items", items);
        return list;
    }

    private List<JsonObject> Items(Address address)
    {
        var result = new List<JsonObject>();
        string prefix = "/" + address.Plural + "/" + (address.Namespace is null ? "" : address.Namespace + "/");
        foreach ((string key, JsonObject item) in objects)
            if (key.StartsWith(address.Group + prefix, StringComparison.Ordinal)) result.Add(item);
        return result;
    }

    private JsonObject? Find(Address address) => objects.GetValueOrDefault((address with { Subresource = null }).Key);

    private static bool Selects(string? selector, JsonObject item)
    {
        foreach (string term in (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = term.IndexOf('=', StringComparison.Ordinal);
            if ((item.FindString(term[..at].TrimEnd('!').Split('.')) ?? "") == term[(at + 1)..].TrimStart('=') == term[..at].EndsWith('!')) return false;
        }

        return true;
    }

    private static JsonObject? Discovery(string path)
    {
        if (path == "/apis")
        {
            var groups = new JsonArray();
            foreach (GroupVersionDefinition version in SchemaRegistry.Kubernetes.Versions)
            {
                if (version.Group.Length == 0) continue;
                string entry = $$"""{"groupVersion":"{{version.ApiVersion}}","version":"{{version.Version}}"}""";
                groups.Add(JsonParser.Parse($$"""{"name":"{{version.Group}}","versions":[{{entry}}],"preferredVersion":{{entry}}}"""));
            }

            var list = new JsonObject();
            list.Set("groups", groups);
            return list;
        }

        foreach (GroupVersionDefinition version in SchemaRegistry.Kubernetes.Versions)
        {
            if (path != (version.Group.Length == 0 ? "/api/" : "/apis/") + version.ApiVersion) continue;
            var resources = new JsonArray();
            foreach (ResourceDefinition resource in version.Resources)
            {
                var entry = new JsonObject();
                entry.Set("name", new JsonString(resource.Plural));
                entry.Set("kind", new JsonString(resource.Kind));
                entry.Set("namespaced", resource.Namespaced);
                entry.Set("verbs", JsonArray.OfStrings(resource.Verbs));
                resources.Add(entry);
            }

            var list = new JsonObject();
            list.Set("groupVersion", new JsonString(version.ApiVersion));
            list.Set("resources", resources);
            return list;
        }

        return null;
    }

    private static byte[] Frame(string type, JsonObject item) => Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","object":{{item}}}""" + "\n");

    private static HttpResponseMessage Answer(JsonObject item, int code = 200) =>
        new((HttpStatusCode)code) { Content = new ByteArrayContent(item.ToUtf8Bytes()) };

    private static HttpResponseMessage Failure(int code, string reason, string details = "{}") => new((HttpStatusCode)code)
    {
        Content = new StringContent($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","code":{{code}},"message":"{{reason}}","details":{{details}}}"""),
    };

    private static Dictionary<string, string> Query(string query)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            result[part[..at]] = Uri.UnescapeDataString(part[(at + 1)..]);
        }

        return result;
    }

    private sealed record Address(string Group, string Version, string Plural, string? Namespace, string? Name, string? Subresource)
    {
        public string Key => Group + "/" + Plural + "/" + Namespace + "/" + Name;

        public string Kind => SchemaRegistry.Kubernetes.FindResource(Group, Version, Plural)!.Kind;

        public bool Covers(Address item) => Group == item.Group && Plural == item.Plural && (Namespace is null || Namespace == item.Namespace);

        public static Address Parse(string path)
        {
            string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            int at = parts[0] == "api" ? 2 : 3;
            string group = at == 2 ? "" : parts[1];
            string version = parts[at - 1];
            string? ns = null;
            if (parts.Length > at + 2 && parts[at] == "namespaces" && parts[at + 2] is not ("status" or "finalize"))
            {
                ns = parts[at + 1];
                at += 2;
            }

            return new Address(group, version, parts[at], ns, parts.ElementAtOrDefault(at + 1), parts.ElementAtOrDefault(at + 2));
        }
    }
}
