using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What ResourceSlices may say: the devices of a driver, and where they are.</summary>
internal static class SliceRules
{
    private const int MostDevices = 128;
    private const int MostDevicesWithMore = 64;
    private const string OneOf = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    /// <summary>Checks a slice.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="old">The slice as it was; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject slice, JsonObject? old, ErrorList errors)
    {
        var (spec, before) = (slice.GetObject("spec") ?? [], old?.GetObject("spec"));
        DeviceNames.CheckDriver(spec.GetString("driver") ?? "", FieldPath.Spec.Child("driver"), errors);
        CheckPool(spec.GetObject("pool") ?? [], FieldPath.Spec.Child("pool"), errors);
        if (before is not null) CheckSame(spec, before, errors);
        CheckPlace(spec, errors);
        if (spec.GetArray("sharedCounters") is not null && spec.GetArray("devices") is not null)
            errors.Add(FieldError.Invalid(FieldPath.Spec, "", "only one of `sharedCounters` or `devices` is allowed"));

        var devices = spec.GetArray("devices");
        var more = devices.Items().Any(device => device.Item.GetArray("taints") is { Count: > 0 } || device.Item.GetArray("consumesCounters") is { Count: > 0 });
        var placed = spec.GetBool("perDeviceNodeSelection") == true;
        DeviceLists.Set(
            devices,
            more ? MostDevicesWithMore : MostDevices,
            "name",
            FieldPath.Spec.Child("devices"),
            errors,
            (device, path) => DeviceRules.Check(device, Named(before, device.GetString("name") ?? ""), placed, path, errors));
        CounterRules.CheckShared(spec.GetArray("sharedCounters"), FieldPath.Spec.Child("sharedCounters"), errors);
    }

    private static JsonObject? Named(JsonObject? spec, string name) =>
        (spec?.GetArray("devices")).Items().Select(device => device.Item).FirstOrDefault(device => (device.GetString("name") ?? "") == name);

    private static void CheckSame(JsonObject spec, JsonObject before, ErrorList errors)
    {
        Same(spec["driver"], before["driver"], FieldPath.Spec.Child("driver"));
        Same(spec.Find("pool", "name"), before.Find("pool", "name"), FieldPath.Spec.Child("pool", "name"));
        Same(spec["nodeName"], before["nodeName"], FieldPath.Spec.Child("nodeName"));

        void Same(JsonValue? now, JsonValue? then, FieldPath path)
        {
            if (!JsonValue.DeepEquals(now, then)) errors.Add(FieldError.Invalid(path, now, "field is immutable"));
        }
    }

    private static void CheckPool(JsonObject pool, FieldPath path, ErrorList errors)
    {
        DeviceNames.CheckPool(pool.GetString("name") ?? "", path.Child("name"), errors);
        var (count, generation) = (pool.GetInt64("resourceSliceCount") ?? 0, pool.GetInt64("generation") ?? 0);
        if (count <= 0) errors.Add(FieldError.Invalid(path.Child("resourceSliceCount"), count, "must be greater than zero"));
        if (generation < 0) errors.Add(FieldError.Invalid(path.Child("generation"), generation, "must be greater than or equal to zero"));
    }

    private static void CheckPlace(JsonObject spec, ErrorList errors)
    {
        List<string> set = [];
        foreach (var name in (ReadOnlySpan<string>)["nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"])
        {
            var value = spec[name];
            if (value is null or JsonNull) continue;
            if (value is JsonString { Value.Length: 0 }) errors.Add(FieldError.Invalid(FieldPath.Spec.Child(name), value, "must be either unset or set to a non-empty string"));
            else if (value is JsonBoolean { Value: false }) errors.Add(FieldError.Invalid(FieldPath.Spec.Child(name), value, "must be either unset or set to true"));
            else set.Add($"`{name}`");
        }

        if (set.Count == 0) errors.Add(FieldError.Required(FieldPath.Spec, OneOf));
        else if (set.Count > 1) errors.Add(FieldError.Invalid(FieldPath.Spec, $"{{{string.Join(", ", set)}}}", OneOf + ", but multiple fields are set"));
        if (spec.GetString("nodeName") is { Length: > 0 } node) errors.AddInvalid(FieldPath.Spec.Child("nodeName"), node, StringValidators.Dns1123Subdomain(node));
        if (spec.GetObject("nodeSelector") is { } selector) CheckSelector(selector, FieldPath.Spec.Child("nodeSelector"), errors);
    }

    private static void CheckSelector(JsonObject selector, FieldPath path, ErrorList errors)
    {
        if (selector.GetArray("nodeSelectorTerms") is not { Count: 1 })
        {
            var schema = SchemaRegistry.Kubernetes.FindKind("resource.k8s.io", "v1", "ResourceSlice")!.Find("spec", "nodeSelector", "nodeSelectorTerms")!;
            var shown = selector["nodeSelectorTerms"] is { } some ? GoStructs.Of(some, schema) : JsonNull.Instance;
            errors.Add(FieldError.Invalid(path.Child("nodeSelectorTerms"), shown, "must have exactly one node selector term"));
        }

        AffinityRules.NodeSelector(new FieldCheck(selector, path, errors));
    }
}
