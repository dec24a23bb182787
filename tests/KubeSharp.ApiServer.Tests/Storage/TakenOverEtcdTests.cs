using System.Text;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiServer.Tests.Storage;

/// <summary>An API server on an etcd that holds what an upstream API server wrote: its keys, its protobuf.</summary>
public sealed class TakenOverEtcdTests : IAsyncLifetime
{
    private List<EtcdProcess> _members = [];
    private EtcdStore _etcd = null!;
    private EtcdStore _store = null!;
    private ApiServerComponent _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _members = EtcdProcess.Start(1);
        var options = new EtcdStoreOptions { Endpoints = [_members[0].Address], CompactionInterval = TimeSpan.Zero };
        _etcd = await EtcdStore.OpenAsync(options, Cancelled);
        _store = await EtcdStore.OpenAsync(options, Cancelled);
        _server = new ApiServerComponent(new ApiServerOptions { SecurePort = -1, AllowPrivileged = true }, _store, new TestLog(), TimeProvider.System);
        await _server.StartAsync();
        _http = new HttpClient(_server.CreateHandler(TestServer.Administrator)) { BaseAddress = new Uri("http://kubernetes") };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        if (_etcd is not null) await _etcd.DisposeAsync();
        foreach (var member in _members) await member.DisposeAsync();
    }

    [Fact]
    public async Task Every_kind_that_upstream_stores_is_got_listed_and_watched()
    {
        List<string> faults = [];
        var compared = 0;
        foreach (var (resource, file) in Stored())
        {
            compared++;
            if (await CompareAsync(resource, file) is { } fault) faults.Add($"{resource.ApiVersion} {resource.Plural}: {fault}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(compared >= 50, $"only {compared} kinds");
    }

    [Fact]
    public async Task What_upstream_wrote_is_changed_over_the_api_and_stands_as_json_afterwards()
    {
        await WriteManifestsAsync();
        List<string> faults = [];
        HashSet<string> kinds = [];
        foreach (var entry in (await _etcd.RangeAsync(new RangeRequest { Prefix = "/registry/" }, Cancelled)).Entries)
        {
            if (JsonParser.ParseObject(entry.Value.Span) is not { } document || Definition(document) is not { } resource) continue;
            // Servers' own entries look like objects too.
            if (!entry.Key.StartsWith(KeyPrefixes.For(new GroupResource(resource.Group, resource.Plural), custom: false), StringComparison.Ordinal) || !kinds.Add(resource.Kind)) continue;
            if (await ChangeAsync(entry.Key, resource) is { } fault) faults.Add($"{entry.Key}: {fault}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(kinds.Count >= 40, $"only {kinds.Count} kinds: {string.Join(' ', kinds)}");
    }

    [Theory]
    [InlineData("", "services", "/registry/services/specs/")]
    [InlineData("", "endpoints", "/registry/services/endpoints/")]
    [InlineData("", "nodes", "/registry/minions/")]
    [InlineData("", "replicationcontrollers", "/registry/controllers/")]
    [InlineData("", "pods", "/registry/pods/")]
    [InlineData("", "events", "/registry/events/")]
    [InlineData("events.k8s.io", "events", "/registry/events/")]
    [InlineData("", "serviceaccounts", "/registry/serviceaccounts/")]
    [InlineData("", "persistentvolumeclaims", "/registry/persistentvolumeclaims/")]
    [InlineData("networking.k8s.io", "ingresses", "/registry/ingress/")]
    [InlineData("networking.k8s.io", "ingressclasses", "/registry/ingressclasses/")]
    [InlineData("networking.k8s.io", "networkpolicies", "/registry/networkpolicies/")]
    [InlineData("coordination.k8s.io", "leases", "/registry/leases/")]
    [InlineData("apps", "deployments", "/registry/deployments/")]
    [InlineData("discovery.k8s.io", "endpointslices", "/registry/endpointslices/")]
    [InlineData("storage.k8s.io", "csistoragecapacities", "/registry/csistoragecapacities/")]
    [InlineData("rbac.authorization.k8s.io", "clusterroles", "/registry/clusterroles/")]
    [InlineData("admissionregistration.k8s.io", "validatingwebhookconfigurations", "/registry/validatingwebhookconfigurations/")]
    [InlineData("apiextensions.k8s.io", "customresourcedefinitions", "/registry/apiextensions.k8s.io/customresourcedefinitions/")]
    [InlineData("apiregistration.k8s.io", "apiservices", "/registry/apiregistration.k8s.io/apiservices/")]
    public void Keys_are_laid_out_as_upstream_has_them(string group, string resource, string prefix) =>
        Assert.Equal(prefix, KeyPrefixes.For(new GroupResource(group, resource), custom: false));

    // The kinds with test data, each in the version that upstream stores it in.
    private static IEnumerable<(ResourceDefinition Resource, string File)> Stored()
    {
        var folder = SharedData.Require("suites/api-testdata");
        foreach (var resource in SchemaRegistry.Kubernetes.Versions.SelectMany(version => version.Resources))
        {
            // Events of events.k8s.io are stored as those of the core group.
            if (resource.StorageGroupVersion is null || resource.ApiVersion != resource.StorageGroupVersion.TrimStart('/')) continue;
            var file = Path.Combine(folder, $"{(resource.Group.Length == 0 ? "core" : resource.Group)}.{resource.Version}.{resource.Kind}.pb");
            if (File.Exists(file)) yield return (resource, file);
        }
    }

    private static ResourceDefinition? Definition(JsonObject document)
    {
        var parts = (document.GetString("apiVersion") ?? "").Split('/');
        return SchemaRegistry.Kubernetes.FindResourceByKind(parts.Length == 2 ? parts[0] : "", parts[^1], document.GetString("kind") ?? "");
    }

    private static string Collection(ResourceDefinition resource, string? inNamespace) =>
        $"/{(resource.Group.Length == 0 ? "api" : "apis")}/{resource.ApiVersion}/{(resource.Namespaced && inNamespace is not null ? $"namespaces/{inNamespace}/" : "")}{resource.Plural}";

    private async Task<string?> CompareAsync(ResourceDefinition resource, string file)
    {
        var expected = JsonParser.ParseObject(await File.ReadAllBytesAsync(Path.ChangeExtension(file, ".json"), Cancelled));
        var key = KeyPrefixes.For(new GroupResource(resource.Group, resource.Plural), custom: false) + (resource.Namespaced ? "namespaceValue/nameValue" : "nameValue");
        var before = await GetAsync(Collection(resource, null));
        if (before is null) return "cannot be listed";
        var written = await _etcd.PutAsync(key, await File.ReadAllBytesAsync(file, Cancelled), 0, null, Cancelled);
        new Metadata(expected).ResourceVersion = $"{written.Revision}";

        var got = await GetAsync($"{Collection(resource, "namespaceValue")}/nameValue");
        if (JsonDifference.Find(expected, got, "got") is { } difference) return difference;
        var listed = (await GetAsync(Collection(resource, null)))?.GetArray("items")?.OfType<JsonObject>().FirstOrDefault(item => item.FindString("metadata", "name") == "nameValue");
        listed?.Set("kind", expected["kind"]!);
        listed?.Set("apiVersion", expected["apiVersion"]!);
        if (JsonDifference.Find(expected, listed, "listed") is { } other) return other;
        using var answer = await _http.GetAsync(
            $"{Collection(resource, null)}?watch=1&resourceVersion={before.FindString("metadata", "resourceVersion")}", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        // Others are written to at the same time: leases.
        while (await reader.ReadLineAsync(Cancelled) is { } line)
        {
            var change = JsonParser.ParseObject(Encoding.UTF8.GetBytes(line));
            if (change.FindString("object", "metadata", "name") != "nameValue") continue;
            return change.GetString("type") != "ADDED" ? $"watched: {change.GetString("type")}" : JsonDifference.Find(expected, change["object"], "watched");
        }

        return "the watch ended";
    }

    // The server writes some objects itself at the same time (conditions, leases): then once more.
    private async Task<string?> ChangeAsync(string key, ResourceDefinition resource)
    {
        for (var tries = 0; ; tries++)
        {
            var entry = (await _etcd.GetAsync(key, 0, Cancelled)).Entry!;
            var fault = await ChangeOnceAsync(entry, JsonParser.ParseObject(entry.Value.Span), resource);
            if (fault is null || tries == 20) return fault;
            // As the server writes it; what we put may still stand there.
            if ((await _etcd.GetAsync(key, 0, Cancelled)).Entry is { } now && now.Value.Span[0] != '{') await _etcd.PutAsync(key, entry.Value, now.ModRevision, null, Cancelled);
        }
    }

    // Puts what the server wrote as upstream would have written it, and changes it.
    private async Task<string?> ChangeOnceAsync(StoreEntry entry, JsonObject document, ResourceDefinition resource)
    {
        var json = resource.Group is "apiextensions.k8s.io" or "apiregistration.k8s.io";
        byte[] upstream = json ? [.. entry.Value.Span, (byte)'\n'] : KubernetesProtobuf.Encode(document, resource.Schema);
        if (!(await _etcd.PutAsync(entry.Key, upstream, entry.ModRevision, null, Cancelled)).Succeeded) return "written by the server meanwhile";
        var place = $"{Collection(resource, document.FindString("metadata", "namespace"))}/{document.FindString("metadata", "name")}";
        var got = await GetAsync(place);
        var version = new Metadata(got ?? []).ResourceVersion;
        if (got is null || JsonDifference.Find(Without(document), Without(got), "got") is not null)
            return "read back: " + JsonDifference.Find(Without(document), Without(got ?? []), "got");

        got.GetOrAddObject("metadata").GetOrAddObject("labels").Set("taken-over", new JsonString("yes"));
        using var put = await _http.PutAsync(place, new ByteArrayContent(got.ToUtf8Bytes()) { Headers = { { "Content-Type", "application/json" } } }, Cancelled);
        var answer = await put.Content.ReadAsStringAsync(Cancelled);
        if (!put.IsSuccessStatusCode) return $"{(int)put.StatusCode} {answer}";
        var stored = (await _etcd.GetAsync(entry.Key, 0, Cancelled)).Entry!;
        if (stored.Value.Span[0] != '{') return "still stands as protobuf";
        var changed = JsonParser.ParseObject(stored.Value.Span);
        return changed.FindString("metadata", "labels", "taken-over") == "yes" && $"{stored.ModRevision}" != version ? null : "was not changed";
    }

    private static JsonObject Without(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.GetObject("metadata")?.Remove("resourceVersion");
        return copy;
    }

    private async Task<JsonObject?> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path, Cancelled);
        var body = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        return answer.IsSuccessStatusCode ? JsonParser.ParseObject(body) : null;
    }

    private async Task WriteManifestsAsync()
    {
        foreach (var manifest in UpstreamManifests.All)
        {
            var document = JsonParser.ParseObject(Encoding.UTF8.GetBytes(manifest));
            var resource = Definition(document)!;
            using var answer = await _http.PostAsync(
                Collection(resource, "default"), new ByteArrayContent(document.ToUtf8Bytes()) { Headers = { { "Content-Type", "application/json" } } }, Cancelled);
            Assert.True(answer.IsSuccessStatusCode, $"{resource.Kind}: {await answer.Content.ReadAsStringAsync(Cancelled)}");
        }
    }
}
