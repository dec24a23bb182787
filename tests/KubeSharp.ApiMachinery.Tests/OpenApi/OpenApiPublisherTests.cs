using KubeSharp.ApiMachinery.Discovery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.OpenApi;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.OpenApi;

public sealed class OpenApiPublisherTests
{
    private static readonly IReadOnlyList<GroupVersionDefinition> Versions = DiscoveryOrder.Sort(SchemaRegistry.Kubernetes.Versions);
    private static readonly OpenApiPublisher Publisher = new(Versions);

    [Fact]
    public void Version_3_documents_are_those_of_the_real_server()
    {
        var faults = new List<string>();
        foreach (var path in Publisher.Paths)
        {
            var expected = JsonParser.ParseObject(File.ReadAllBytes(SharedData.Require($"kubernetes-1.36/openapi/v3/{path}.json")));
            Compare(expected, Publisher.MakeV3(path, null), path, faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [Fact]
    public void The_version_2_document_is_that_of_the_real_server()
    {
        var faults = new List<string>();
        var expected = JsonParser.ParseObject(File.ReadAllBytes(SharedData.Require("kubernetes-1.36/openapi/v2.json")));
        Compare(expected, Publisher.MakeV2(null), "v2", faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [Fact]
    public void The_index_names_the_documents_of_the_real_server()
    {
        var expected = JsonParser.ParseObject(File.ReadAllBytes(SharedData.Require("kubernetes-1.36/openapi/v3/index.json")));
        var actual = JsonParser.ParseObject(Publisher.Index());
        Assert.Equal(expected.GetObject("paths")!.Names.Order(StringComparer.Ordinal), actual.GetObject("paths")!.Names);
        Assert.StartsWith("/openapi/v3/apis/apps/v1?hash=", actual.FindString("paths", "apis/apps/v1", "serverRelativeURL"), StringComparison.Ordinal);
        Assert.Null(Publisher.V3("apis/no.such/v1"));
    }

    [Fact]
    public void Custom_resources_have_documents_and_the_others_are_carried_over()
    {
        var deployments = Publisher.V3("apis/apps/v1");
        var source = JsonParser.ParseObject(
            """{"type":"object","properties":{"spec":{"type":"object","required":["x"],"properties":{"x":{"type":"integer","minimum":1,"default":1},"y":{"x-kubernetes-int-or-string":true}}}}}"""u8);
        var widgets = new ResourceDefinition
        {
            Group = "a.example.com",
            Version = "v1",
            Plural = "widgets",
            Singular = "widget",
            Kind = "Widget",
            Namespaced = false,
            Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"],
            Custom = true,
            Schema = CustomTypes.FromDefinition(source),
        };
        var next = new OpenApiPublisher([.. Versions, new GroupVersionDefinition("a.example.com", "v1", 1000, 100, [widgets])], Publisher);
        Assert.Same(deployments, next.V3("apis/apps/v1"));
        Assert.NotEqual(Publisher.Hash, next.Hash);
        var document = JsonParser.ParseObject(next.V3("apis/a.example.com/v1")!.Bytes.Span);
        var schema = document.FindObject("components", "schemas", "com.example.a.v1.Widget")!;
        Assert.Equal("1", schema.Find("properties", "spec", "properties", "x", "default")!.ToString());
        Assert.Equal("patch", document.FindString("paths", "/apis/a.example.com/v1/widgets/{name}", "patch", "x-kubernetes-action"));
        var second = JsonParser.ParseObject(next.V2().Bytes.Span);
        Assert.Null(second.Find("definitions", "com.example.a.v1.Widget", "properties", "spec", "properties", "x", "default"));
        Assert.NotNull(second.Find("definitions", "com.example.a.v1.WidgetList"));
    }

    [Fact]
    public void The_protobuf_form_of_version_2_names_all_definitions()
    {
        var bytes = Publisher.V2Protobuf().Bytes.Span;
        Assert.True(bytes.IndexOf("io.k8s.api.apps.v1.DeploymentStrategy"u8) > 0);
        Assert.True(bytes.IndexOf("x-kubernetes-group-version-kind"u8) > 0);
    }

    [Fact]
    public void Fields_are_described()
    {
        var document = JsonParser.ParseObject(Publisher.V3("apis/apps/v1")!.Bytes.Span);
        var strategy = document.FindObject("components", "schemas", "io.k8s.api.apps.v1.DeploymentSpec", "properties", "strategy")!;
        Assert.False(string.IsNullOrEmpty(strategy.GetString("description")));
        var described = 0;
        var all = 0;
        foreach (var (_, schema) in document.FindObject("components", "schemas")!)
        {
            foreach (var (_, property) in ((JsonObject)schema).GetObject("properties") ?? [])
            {
                all++;
                described += ((JsonObject)property).Contains("description") ? 1 : 0;
            }
        }

        Assert.True(described > all * 0.95, $"{described} of {all}");
    }

    private static void Compare(JsonValue? expected, JsonValue? actual, string path, List<string> faults)
    {
        if (expected is not JsonObject left || actual is not JsonObject right)
        {
            if (JsonDifference.Find(expected, actual, path) is { } difference)
                faults.Add(difference[..Math.Min(300, difference.Length)]);
            return;
        }

        foreach (var name in left.Names.Union(right.Names))
        {
            // The facts were recorded without descriptions; a field of that name is another matter.
            if (name != "description" || right[name] is not JsonString)
                Compare(left[name], right[name], $"{path} {name}", faults);
        }
    }
}
