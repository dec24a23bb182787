using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>The official C# client over TLS, configured from the administrator's kubeconfig.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class DotNetClientTests(LoneApiServer server) : IAsyncLifetime
{
    private readonly string _namespace = "net-" + Guid.NewGuid().ToString("N")[..8];
    private readonly Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.Kubeconfig));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = _namespace } }, cancellationToken: Cancellation);

    [Fact]
    public async Task Objects_are_made_changed_listed_in_pages_and_deleted()
    {
        var made = await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("first", "1"), _namespace, cancellationToken: Cancellation);
        made.Data["n"] = "2";
        var changed = await _client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "first", _namespace, cancellationToken: Cancellation);
        Assert.Equal("2", changed.Data["n"]);
        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", _client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "first", _namespace, cancellationToken: Cancellation));
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", _client.CoreV1.ReadNamespacedConfigMapAsync("absent", _namespace, cancellationToken: Cancellation));
        await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", _client.CoreV1.CreateNamespacedConfigMapAsync(Map("Not Valid", "1"), _namespace, cancellationToken: Cancellation));

        for (var i = 0; i < 4; i++)
            await _client.CoreV1.CreateNamespacedConfigMapAsync(Map($"page-{i}", "1"), _namespace, cancellationToken: Cancellation);
        var page = await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, limit: 3, cancellationToken: Cancellation);
        var rest = await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, limit: 3, continueParameter: page.Metadata.ContinueProperty, cancellationToken: Cancellation);
        Assert.Equal(["first", "page-0", "page-1", "page-2", "page-3"], page.Items.Concat(rest.Items).Select(item => item.Name()));
        await _client.CoreV1.DeleteCollectionNamespacedConfigMapAsync(_namespace, cancellationToken: Cancellation);
        Assert.Empty((await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, cancellationToken: Cancellation)).Items);
    }

    [Fact]
    public async Task A_deployment_is_patched_in_every_way_and_scaled()
    {
        Dictionary<string, string> labels = new() { ["app"] = "web" };
        var made = await _client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new() { Name = "web" },
                Spec = new()
                {
                    Selector = new() { MatchLabels = labels },
                    Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [new V1Container { Name = "c", Image = "registry.local/web:1" }] } },
                },
            },
            _namespace,
            cancellationToken: Cancellation);
        Assert.Equal(1, made.Spec.Replicas);
        Assert.Equal("25%", made.Spec.Strategy.RollingUpdate.MaxSurge);

        Task<V1Deployment> Patch(V1Patch.PatchType type, string patch, string? manager = null) =>
            _client.AppsV1.PatchNamespacedDeploymentAsync(
                new V1Patch(patch, type), "web", _namespace, fieldManager: manager, force: manager is null ? null : true, cancellationToken: Cancellation);
        Assert.Equal(2, (await Patch(V1Patch.PatchType.MergePatch, """{"spec":{"replicas":2}}""")).Spec.Replicas);
        Assert.Equal(3, (await Patch(V1Patch.PatchType.JsonPatch, """[{"op":"replace","path":"/spec/replicas","value":3}]""")).Spec.Replicas);
        var strategic = await Patch(
            V1Patch.PatchType.StrategicMergePatch, """{"spec":{"template":{"spec":{"containers":[{"name":"log","image":"registry.local/log:1"}]}}}}""");
        Assert.Equal(["log", "c"], strategic.Spec.Template.Spec.Containers.Select(c => c.Name));
        var applied = await Patch(
            V1Patch.PatchType.ApplyPatch, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":4}}""", "tour");
        Assert.Contains(applied.Metadata.ManagedFields, entry => entry is { Manager: "tour", Operation: "Apply" });

        var scale = await _client.AppsV1.ReadNamespacedDeploymentScaleAsync("web", _namespace, cancellationToken: Cancellation);
        scale.Spec.Replicas = 6;
        await _client.AppsV1.ReplaceNamespacedDeploymentScaleAsync(scale, "web", _namespace, cancellationToken: Cancellation);
        Assert.Equal(6, (await _client.AppsV1.ReadNamespacedDeploymentAsync("web", _namespace, cancellationToken: Cancellation)).Spec.Replicas);
    }

    [Fact]
    public async Task A_watch_tells_what_happens_in_order()
    {
        var from = (await _client.CoreV1.ListNamespacedConfigMapAsync(_namespace, cancellationToken: Cancellation)).Metadata.ResourceVersion;
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("watched", "1"), _namespace, cancellationToken: Cancellation);
        await _client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"data":{"n":"2"}}""", V1Patch.PatchType.MergePatch), "watched", _namespace, cancellationToken: Cancellation);
        await _client.CoreV1.DeleteNamespacedConfigMapAsync("watched", _namespace, cancellationToken: Cancellation);

        List<string> seen = [];
        await foreach (var (type, item) in _client.CoreV1.WatchListNamespacedConfigMapAsync(_namespace, resourceVersion: from, cancellationToken: Cancellation))
        {
            if (item.Name() == "watched")
                seen.Add($"{type} {item.Data["n"]}");
            if (type == WatchEventType.Deleted)
                break;
        }

        Assert.Equal(["Added 1", "Modified 2", "Deleted 2"], seen);
    }

    [Fact]
    public async Task Custom_resources_are_defined_and_used()
    {
        var group = _namespace + ".example.com";
        await _client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(
            new V1CustomResourceDefinition
            {
                Metadata = new() { Name = "boats." + group },
                Spec = new()
                {
                    Group = group,
                    Scope = "Namespaced",
                    Names = new() { Plural = "boats", Kind = "Boat" },
                    Versions = [new() { Name = "v1", Served = true, Storage = true, Schema = new() { OpenAPIV3Schema = new() { Type = "object", XKubernetesPreserveUnknownFields = true } } }],
                },
            },
            cancellationToken: Cancellation);
        try
        {
            await Eventually.BecomesAsync(
                "an established definition",
                () => _client.ApiextensionsV1.ReadCustomResourceDefinitionAsync("boats." + group, cancellationToken: Cancellation),
                definition => definition.Status?.Conditions?.Any(c => c is { Type: "Established", Status: "True" }) == true);
            var boat = JsonSerializer.Deserialize<JsonElement>($$"""{ "apiVersion": "{{group}}/v1", "kind": "Boat", "metadata": { "name": "b" }, "spec": { "length": 3 } }""");
            await _client.CustomObjects.CreateNamespacedCustomObjectAsync(boat, group, "v1", _namespace, "boats", cancellationToken: Cancellation);
            var listed = (JsonElement)await _client.CustomObjects.ListNamespacedCustomObjectAsync(group, "v1", _namespace, "boats", cancellationToken: Cancellation);
            Assert.Equal(3, listed.GetProperty("items")[0].GetProperty("spec").GetProperty("length").GetInt32());
        }
        finally
        {
            await _client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync("boats." + group, cancellationToken: CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.CoreV1.DeleteNamespaceAsync(_namespace, cancellationToken: CancellationToken.None);
        _client.Dispose();
    }

    private static V1ConfigMap Map(string name, string n) => new() { Metadata = new() { Name = name }, Data = new Dictionary<string, string> { ["n"] = n } };

    private static async Task RefusedAsync(HttpStatusCode code, string reason, Task request)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => request);
        Assert.Equal(code, refusal.Response.StatusCode);
        Assert.Equal(reason, JsonDocument.Parse(refusal.Response.Content).RootElement.GetProperty("reason").GetString());
    }
}
