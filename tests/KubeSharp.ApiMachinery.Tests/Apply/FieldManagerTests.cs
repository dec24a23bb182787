using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Tests.Apply;

public sealed class FieldManagerTests
{
    private static readonly FieldManager ConfigMaps = Make("", "v1", "ConfigMap");
    private static readonly FieldManager Services = Make("", "v1", "Service");

    [Fact]
    public void Applying_again_without_a_field_removes_it()
    {
        var one = Apply(ConfigMaps, ConfigMaps.EmptyObject, ConfigMap("\"a\":\"1\",\"b\":\"2\""), "one");
        var two = Apply(ConfigMaps, one, ConfigMap("\"a\":\"1\""), "one");
        Assert.Equal("{\"a\":\"1\"}", two["data"]!.ToString());
        Assert.Equal("{\"f:data\":{\"f:a\":{}}}", Fields(two, 0));
    }

    [Fact]
    public void A_field_that_another_applier_also_owns_stays()
    {
        var one = Apply(ConfigMaps, ConfigMaps.EmptyObject, ConfigMap("\"a\":\"1\",\"b\":\"2\""), "one");
        var two = Apply(ConfigMaps, one, ConfigMap("\"b\":\"2\""), "two");
        var three = Apply(ConfigMaps, two, ConfigMap(""), "one");
        Assert.Equal("{\"b\":\"2\"}", three["data"]!.ToString());
    }

    [Fact]
    public void Changing_another_s_field_is_a_conflict_unless_forced()
    {
        var one = Apply(ConfigMaps, ConfigMaps.EmptyObject, ConfigMap("\"a\":\"1\",\"b\":\"2\""), "one");
        var refused = ConfigMaps.Apply(one, ConfigMap("\"a\":\"x\",\"b\":\"y\""), "two", force: false);
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b", refused.Error!.Message);
        Assert.Equal(409, refused.Error.Code);
        var forced = ConfigMaps.Apply(one, ConfigMap("\"a\":\"x\",\"b\":\"y\""), "two", force: true).Value!;
        Assert.Single(forced.FindArray("metadata", "managedFields")!);
    }

    [Fact]
    public void Updaters_are_named_with_their_version_in_conflicts()
    {
        var made = ConfigMaps.Update(ConfigMaps.EmptyObject, ConfigMap("\"a\":\"1\""), "legacy");
        var refused = ConfigMaps.Apply(made, ConfigMap("\"a\":\"x\""), "one", force: false);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"legacy\" using v1: .data.a", refused.Error!.Message);
    }

    [Fact]
    public void List_items_belong_to_whoever_names_their_keys()
    {
        var one = Apply(Services, Services.EmptyObject, Service("{\"port\":80}"), "one");
        var two = Apply(Services, one, Service("{\"port\":81,\"protocol\":\"UDP\"}"), "two");
        Assert.Equal("[{\"port\":80},{\"protocol\":\"UDP\",\"port\":81}]", Strip(two.FindArray("spec", "ports")!));
        Assert.Equal("{\"f:spec\":{\"f:ports\":{\"k:{\\\"port\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:port\":{}}}}}", Fields(two, 0));
    }

    [Theory]
    [InlineData("{\"unknown\":1}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .unknown: field not declared in schema")]
    [InlineData("{\"data\":{\"k\":{\"a\":[true]}}}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .data.k: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"a\":[]interface {}{true}}}")]
    [InlineData("{\"data\":[\"a\"]}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .data: expected map, got &{[a]}")]
    [InlineData("{\"immutable\":\"x\"}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .immutable: expected boolean, got &{x}")]
    [InlineData("{\"a\":1,\"b\":2}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .a: field not declared in schema")]
    [InlineData("{\"data\":{\"k\":5}}", "failed to create typed patch object (/c; /v1, Kind=ConfigMap): .data.k: expected string, got &value.valueUnstructured{Value:5}")]
    public void Configurations_that_do_not_fit_are_refused(string json, string message)
    {
        var configuration = (JsonObject)JsonParser.Parse(json);
        configuration["apiVersion"] = "v1";
        configuration["kind"] = "ConfigMap";
        configuration["metadata"] = new JsonObject { ["name"] = "c" };
        Assert.Equal(message, ConfigMaps.Apply(ConfigMaps.EmptyObject, configuration, "one", force: false).Error!.Message);
    }

    [Fact]
    public void Repeated_keys_and_other_kinds_are_refused()
    {
        Assert.Equal(
            "failed to create typed patch object (/s; /v1, Kind=Service): .spec.ports: duplicate entries for key [port=53,protocol=\"UDP\"]",
            Services.Apply(Services.EmptyObject, Service("{\"port\":53,\"protocol\":\"UDP\"},{\"port\":53,\"protocol\":\"UDP\"}"), "one", force: false).Error!.Message);
        Assert.Equal("invalid object type: /v1, Kind=ConfigMap", Services.Apply(Services.EmptyObject, ConfigMap(""), "one", force: false).Error!.Message);
    }

    [Fact]
    public void A_configuration_says_nothing_of_owners_not_even_that_there_are_none()
    {
        var configuration = ConfigMap("");
        configuration.GetOrAddObject("metadata").Set("managedFields", new JsonArray());
        Assert.Equal("metadata.managedFields must be nil", ConfigMaps.Apply(ConfigMaps.EmptyObject, configuration, "one", force: false).Error!.Message);
    }

    [Fact]
    public void Only_ten_updaters_are_kept_apart()
    {
        var current = ConfigMaps.EmptyObject;
        for (var i = 0; i < 14; i++)
        {
            var changed = current.Clone();
            changed["metadata"] = new JsonObject { ["name"] = "c", ["managedFields"] = current.FindArray("metadata", "managedFields")?.Clone() };
            changed.GetOrAddObject("data").Set($"k{i:00}", "v");
            current = ConfigMaps.Update(current, changed, $"m{i:00}");
        }

        var entries = current.FindArray("metadata", "managedFields")!;
        Assert.Equal(10, entries.Count);
        Assert.Contains(entries, e => ((JsonObject)e).GetString("manager") == "ancient-changes");
    }

    [Fact]
    public void One_empty_entry_resets_ownership()
    {
        var made = ConfigMaps.Update(ConfigMaps.EmptyObject, ConfigMap("\"a\":\"1\""), "legacy");
        made.GetObject("metadata")!["uid"] = "u";
        var changed = made.Clone();
        changed.GetObject("metadata")!["managedFields"] = JsonParser.Parse("[{}]");
        Assert.Null(ConfigMaps.Update(made, changed, "x").FindArray("metadata", "managedFields"));
    }

    [Fact]
    public void Kubectl_may_take_over_what_it_applied_from_the_client_before()
    {
        var sent = ConfigMap("\"a\":\"1\"");
        var made = ConfigMap("\"a\":\"1\"");
        made.GetObject("metadata")!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = sent.ToString() };
        made = ConfigMaps.Update(ConfigMaps.EmptyObject, made, "kubectl-client-side-apply");
        var applied = ConfigMaps.Apply(made, ConfigMap("\"a\":\"2\""), "kubectl", force: false);
        Assert.True(applied.IsOk, applied.Error?.Message);
        Assert.Contains("\"a\":\"2\"", applied.Value.FindString("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"));
        Assert.False(ConfigMaps.Apply(made, ConfigMap("\"a\":\"2\""), "other", force: false).IsOk);
    }

    private static FieldManager Make(string group, string version, string kind) => new(new FieldManagerOptions
    {
        Kind = new GroupVersionKind(group, version, kind),
        Schema = SchemaRegistry.Kubernetes.FindKind(group, version, kind)!,
        Time = TimeProvider.System,
    });

    private static JsonObject ConfigMap(string data) =>
        (JsonObject)JsonParser.Parse($"{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"c\"}},\"data\":{{{data}}}}}");

    private static JsonObject Service(string ports) =>
        (JsonObject)JsonParser.Parse($"{{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"s\"}},\"spec\":{{\"ports\":[{ports}]}}}}");

    private static JsonObject Apply(FieldManager manager, JsonObject live, JsonObject configuration, string name)
    {
        var result = manager.Apply(live, configuration, name, force: false);
        Assert.True(result.IsOk, result.Error?.Message);
        return result.Value;
    }

    private static string Fields(JsonObject value, int entry) =>
        ((JsonObject)value.FindArray("metadata", "managedFields")![entry]).GetObject("fieldsV1")!.ToString();

    private static string Strip(JsonArray ports)
    {
        foreach (var port in ports) ((JsonObject)port).Remove("targetPort");
        return ports.ToString();
    }
}
