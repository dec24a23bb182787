using System.Text;
using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.Tests.Recordings;

namespace KubeSharp.ApiMachinery.Tests.Decoding;

public sealed class DocumentDecoderTests
{
    private static readonly TypeSchema Pod = SchemaRegistry.Kubernetes.GetType("io.k8s.api.core.v1.Pod");
    private static readonly TypeSchema Deployment = SchemaRegistry.Kubernetes.GetType("io.k8s.api.apps.v1.Deployment");
    private static readonly TypeSchema ConfigMap = SchemaRegistry.Kubernetes.GetType("io.k8s.api.core.v1.ConfigMap");

    [Fact]
    public void Objects_with_every_field_set_come_through_unchanged()
    {
        var failures = new List<string>();
        var compared = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("suites/api-testdata"), "*.json"))
        {
            var document = JsonParser.ParseObject(File.ReadAllBytes(file));
            if (SchemaOf(document) is not { } schema) continue;
            var result = DocumentDecoder.Decode(document, schema);
            compared++;
            if (result.Object?.ToString() != document.ToString())
                failures.Add($"{Path.GetFileName(file)}: {result.Error ?? FirstDifference(document.ToString(), result.Object!.ToString())}");
            else if (result.StrictErrors.Count > 0)
                failures.Add($"{Path.GetFileName(file)}: {string.Join(", ", result.StrictErrors)}");
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(compared > 60);
    }

    [Fact]
    public void Recorded_answers_are_already_canonical()
    {
        var failures = new HashSet<string>();
        var compared = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Require("golden/corpus"), "*.json", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file).Replace("<time>", "2026-01-02T03:04:05Z", StringComparison.Ordinal)
                .Replace("<microtime>", "2026-01-02T03:04:05.000006Z", StringComparison.Ordinal)
                .Replace("\"<nodePort>\"", "30000", StringComparison.Ordinal)
                .Replace("${u:b64}", "dTEyMzQ1", StringComparison.Ordinal).Replace("${u6:b64}", "dTEyMzQ1", StringComparison.Ordinal);
            foreach (var step in JsonParser.Parse(text).FindArray("steps") ?? [])
            {
                if (step.Find("response", "body") is not JsonObject body || body.GetString("kind")?.EndsWith("List", StringComparison.Ordinal) != false) continue;
                if (body.GetString("kind") is "Status" or "Table" || step.FindArray("pick") is not null || step.FindArray("drop") is not null) continue;
                if (SchemaOf(body) is not { } schema) continue;
                compared++;
                var result = DocumentDecoder.Decode(body, schema);
                if (result.Object?.ToString() != body.ToString())
                    failures.Add($"{Path.GetFileName(file)}: {result.Error ?? FirstDifference(body.ToString(), result.Object!.ToString())}");
            }
        }

        Assert.True(failures.Count == 0, failures.Count + "\n" + string.Join("\n", failures.Take(40)));
        Assert.True(compared > 500, compared.ToString());
    }

    [Fact]
    public void A_small_pod_gets_the_members_that_the_server_always_prints() => Assert.Equal(
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{}}]},\"status\":{}}",
        DocumentDecoder.Decode(Parse("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"labels\":{}},\"spec\":{\"nodeName\":\"\",\"containers\":[{\"name\":\"c\",\"env\":[]}]}}"), Pod).Object!.ToString());

    [Fact]
    public void Quantities_times_and_maps_become_canonical()
    {
        var pod = DocumentDecoder.Decode(Parse("{\"metadata\":{\"labels\":{\"b\":\"1\",\"a\":null},\"creationTimestamp\":\"2026-01-02T03:04:05.9+01:00\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"limits\":{\"cpu\":0.5,\"memory\":\"1024Mi\"}}}]}}"), Pod).Object!;
        Assert.Equal("{\"creationTimestamp\":\"2026-01-02T02:04:05Z\",\"labels\":{\"a\":\"\",\"b\":\"1\"}}", pod["metadata"]!.ToString());
        Assert.Equal("{\"limits\":{\"cpu\":\"500m\",\"memory\":\"1Gi\"}}", ((JsonObject)pod.FindArray("spec", "containers")![0])["resources"]!.ToString());
    }

    [Theory]
    [InlineData("{\"data\":{\"k\":1}}", "json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData("{\"data\":[\"k\"]}", "json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string")]
    [InlineData("{\"metadata\":{\"labels\":[\"x\"]}}", "json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [InlineData("{\"metadata\":\"x\"}", "json: cannot unmarshal string into Go struct field ConfigMap.metadata of type v1.ObjectMeta")]
    [InlineData("{\"immutable\":\"true\"}", "json: cannot unmarshal string into Go struct field ConfigMap.immutable of type bool")]
    [InlineData("{\"binaryData\":{\"a\":\"*\"}}", "illegal base64 data at input byte 0")]
    public void Wrong_types_are_worded_as_Go_words_them(string json, string error) =>
        Assert.Equal(error, DocumentDecoder.Decode(Parse(json), ConfigMap).Error);

    [Fact]
    public void Wrong_numbers_quantities_and_times_are_said()
    {
        Assert.Equal("json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", DocumentDecoder.Decode(Parse("{\"spec\":{\"replicas\":\"3\"}}"), Deployment).Error);
        Assert.Equal("json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32", DocumentDecoder.Decode(Parse("{\"spec\":{\"replicas\":1.5}}"), Deployment).Error);
        var lease = SchemaRegistry.Kubernetes.GetType("io.k8s.api.coordination.v1.Lease");
        Assert.Equal("parsing time \"2020-01-01T00:00:10.5Z\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \".5Z\" as \".000000\"", DocumentDecoder.Decode(Parse("{\"spec\":{\"renewTime\":\"2020-01-01T00:00:10.5Z\"}}"), lease).Error);
        Assert.Equal("parsing time \"yesterday\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"yesterday\" as \"2006\"", DocumentDecoder.Decode(Parse("{\"spec\":{\"renewTime\":\"yesterday\"}}"), lease).Error);
    }

    [Fact]
    public void Unknown_and_duplicate_fields_are_listed_in_reading_order()
    {
        Assert.True(RequestBody.TryParse(
            Encoding.UTF8.GetBytes("{\"KIND\":\"x\",\"spec\":{\"nope\":1,\"replicas\":1,\"replicas\":2,\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"z\":{}},{\"name\":\"b\",\"z\":1}]}}},\"metadata\":{\"labels\":{\"a\":\"1\",\"a\":\"2\"}}}"),
            "Deployment", out var body, out _));
        var warnings = new List<string>();
        var kind = new GroupVersionKind("apps", "v1", "Deployment");
        Assert.True(body.Decode(Deployment, kind, FieldValidation.Warn, warnings).IsOk);
        Assert.Equal(
            ["unknown field \"KIND\"", "unknown field \"spec.nope\"", "duplicate field \"spec.replicas\"", "unknown field \"spec.template.spec.containers[0].z\"", "unknown field \"spec.template.spec.containers[1].z\"", "duplicate field \"metadata.labels.a\""],
            warnings);
        var strict = body.Decode(Deployment, kind, FieldValidation.Strict, warnings).Error!;
        Assert.StartsWith("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"KIND\", unknown field \"spec.nope\"", strict.Message);
    }

    [Fact]
    public void Recorded_bodies_that_are_no_objects_are_answered_the_same()
    {
        foreach (var step in SharedData.Read("golden/corpus/requests/bodies.json").GetArray("steps")!)
        {
            if (step.Find("rawBody") is not JsonString raw || step.FindString("request")!.StartsWith("DELETE", StringComparison.Ordinal)) continue;
            var message = step.FindString("response", "body", "message");
            StatusError? error = null;
            if (RequestBody.TryParse(Encoding.UTF8.GetBytes(raw.Value), "ConfigMap", out var body, out var refused))
                error = body.Decode(ConfigMap, new GroupVersionKind("", "v1", "ConfigMap"), FieldValidation.Ignore, []).Error;
            if (step.Find("response", "status")!.ToString() == "400") Assert.Equal(message, (error ?? refused)?.Message);
            else Assert.Null(error ?? refused);
        }
    }

    [Theory]
    [InlineData("{\"apiVersion\":\"a/b/c\"}", "the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c ({\"apiVersion\":\"a/b/c\"})")]
    [InlineData("{\"apiVersion\":\"a/b\"}", null)]
    [InlineData("{}", null)]
    public void A_version_has_one_slash_at_most(string json, string? expected)
    {
        var body = Encoding.UTF8.GetBytes(json);
        Assert.Equal(expected, RequestBody.VersionProblem(JsonParser.ParseObject(body), body, "ConfigMap")?.Message);
    }

    [Theory]
    [InlineData("{\"metadata\":{\"name\":\"a\"}}", "the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{\"metadata\":{\"name\":\"a\"}}' ({\"metadata\":{\"name\":\"a\"}})")]
    [InlineData("{\"kind\":\"\"}", "the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{\"kind\":\"\"}' ({\"kind\":\"\"})")]
    [InlineData("{\"kind\":\"Widget\"}", null)]
    public void A_custom_resource_says_what_it_is(string json, string? expected)
    {
        var body = Encoding.UTF8.GetBytes(json);
        Assert.Equal(expected, RequestBody.KindProblem(JsonParser.ParseObject(body), body, "Widget")?.Message);
    }

    [Fact]
    public void Custom_resources_are_pruned_and_sorted_and_numbers_normalized()
    {
        var schema = CustomTypes.FromDefinition(Parse("{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"},\"may\":{\"type\":\"string\",\"nullable\":true},\"maynot\":{\"type\":\"string\"},\"d\":{\"type\":\"integer\",\"default\":5},\"free\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}}}}"));
        var result = DocumentDecoder.Decode(Parse("{\"spec\":{\"z\":1,\"n\":1.0,\"may\":null,\"maynot\":null,\"free\":{\"y\":1,\"x\":[1e3]}},\"kind\":\"W\",\"other\":1,\"metadata\":{\"nope\":1,\"name\":\"a\"}}"), schema);
        Assert.Equal("{\"kind\":\"W\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"free\":{\"x\":[1000],\"y\":1},\"may\":null,\"n\":1}}", result.Object!.ToString());
        Assert.Equal(["unknown field \"metadata.nope\"", "unknown field \"other\"", "unknown field \"spec.z\""], result.StrictErrors);
        SchemaDefaults.Apply(result.Object, schema);
        Assert.Equal(5, result.Object.GetObject("spec")!.GetInt64("d"));
    }

    private static TypeSchema? SchemaOf(JsonObject document)
    {
        var kind = GroupVersionKind.From(document.GetString("apiVersion"), document.GetString("kind"));
        return SchemaRegistry.Kubernetes.FindKind(kind.Group, kind.Version, kind.Kind);
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonParser.Parse(json);

    private static string FirstDifference(string expected, string actual)
    {
        var at = 0;
        while (at < expected.Length && at < actual.Length && expected[at] == actual[at]) at++;
        var from = Math.Max(0, at - 60);
        return $"expected …{expected[from..Math.Min(expected.Length, at + 80)]}… got …{actual[from..Math.Min(actual.Length, at + 80)]}…";
    }
}
