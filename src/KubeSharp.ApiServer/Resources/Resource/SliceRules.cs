using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What ResourceSlices may say: the devices of a driver, and where they are.</summary>
internal static class SliceRules
{
    private const int MostDevices = 128;
    private const int MostValues = 32;
    private const string OneOf = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    public static void Check(JsonObject slice, ErrorList errors)
    {
        var spec = slice.GetObject("spec") ?? [];
        DeviceNames.CheckDriver(spec.GetString("driver") ?? "", FieldPath.Spec.Child("driver"), errors);
        CheckPool(spec.GetObject("pool") ?? [], FieldPath.Spec.Child("pool"), errors);
        CheckPlace(spec, errors);
        var devices = spec.GetArray("devices") ?? [];
        var path = FieldPath.Spec.Child("devices");
        if (devices.Count > MostDevices) errors.Add(FieldError.TooMany(path, devices.Count, MostDevices));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i] is not JsonObject device) continue;
            var name = device.GetString("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required(path.Index(i).Child("name")));
            else errors.AddInvalid(path.Index(i).Child("name"), name, StringValidators.Dns1123Label(name));
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(path.Index(i), new JsonString(name)));
            CheckDevice(device, path.Index(i), errors);
        }
    }

    public static void CheckUpdate(JsonObject slice, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (slice.GetObject("spec") ?? [], old.GetObject("spec") ?? []);
        Same(spec["driver"], before["driver"], FieldPath.Spec.Child("driver"));
        Same(spec.Find("pool", "name"), before.Find("pool", "name"), FieldPath.Spec.Child("pool", "name"));
        Same(spec["nodeName"], before["nodeName"], FieldPath.Spec.Child("nodeName"));

        void Same(JsonValue? now, JsonValue? then, FieldPath path)
        {
            if (!JsonValue.DeepEquals(now, then)) errors.Add(FieldError.Invalid(path, now, "field is immutable"));
        }
    }

    public static void Print(TableRowBuilder row, JsonObject slice) => row.Add(new Metadata(slice).Name)
        .Add(slice.FindString("spec", "nodeName") ?? "")
        .Add(slice.FindString("spec", "driver") ?? "")
        .Add(slice.FindString("spec", "pool", "name") ?? "")
        .AddAge(slice);

    private static void CheckPool(JsonObject pool, FieldPath path, ErrorList errors)
    {
        var name = pool.GetString("name") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        else foreach (var part in name.Split('/')) errors.AddInvalid(path.Child("name"), part, StringValidators.Dns1123Subdomain(part));
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
            if (value is null or JsonNull or JsonString { Value.Length: 0 }) continue;
            if (value is JsonBoolean { Value: false }) errors.Add(FieldError.Invalid(FieldPath.Spec.Child(name), value, "must be either unset or set to true"));
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

    private static void CheckDevice(JsonObject device, FieldPath path, ErrorList errors)
    {
        var (attributes, capacity) = (device.GetObject("attributes") ?? [], device.GetObject("capacity") ?? []);
        foreach (var (name, value) in attributes)
        {
            DeviceNames.CheckQualified(name, path.Child("attributes"), errors);
            if (value is JsonObject attribute) DeviceAttributeRules.Check(attribute, path.Child("attributes").Key(name), errors);
        }

        foreach (var (name, _) in capacity) DeviceNames.CheckQualified(name, path.Child("capacity"), errors);
        var values = attributes.Count + capacity.Count;
        if (values > MostValues)
            errors.Add(FieldError.Invalid(path, values, $"the total number of attributes and capacities must not exceed {MostValues}"));
    }
}
