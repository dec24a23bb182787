using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What a driver may say about one device.</summary>
internal static class DeviceRules
{
    private const int MostValues = 32;
    private const int LongestKey = 63 + 1 + 32;
    private const string OnePlace =
        "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
    private const string NoPlace =
        "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

    /// <summary>Checks a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="old">The device as it was; null for a new one.</param>
    /// <param name="placed">Whether each device says where it is.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject device, JsonObject? old, bool placed, FieldPath path, ErrorList errors)
    {
        var name = device.GetString("name") ?? "";
        errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Label(name));
        CheckValues(device, old, path, errors);
        if (old is null || !Checks.Same(device["taints"], old["taints"])) DeviceTaintRules.Check(device.GetArray("taints"), path.Child("taints"), errors);
        CounterRules.CheckConsumed(device.GetArray("consumesCounters"), path.Child("consumesCounters"), errors);
        if (placed) CheckPlace(new FieldCheck(device, path, errors));
        else if (((ReadOnlySpan<string>)["nodeName", "nodeSelector", "allNodes"]).ToArray().Any(place => device[place] is not (null or JsonNull)))
            errors.Add(FieldError.Invalid(path, (JsonValue?)null, NoPlace));
        BindingConditionRules.Check(device, path, errors);
    }

    private static void CheckValues(JsonObject device, JsonObject? old, FieldPath path, ErrorList errors)
    {
        var (attributes, capacity) = (device.GetObject("attributes") ?? [], device.GetObject("capacity") ?? []);
        if (attributes.Count + capacity.Count is > MostValues and var count)
            errors.Add(FieldError.Invalid(path, count, $"the total number of attributes and capacities must not exceed {MostValues}"));
        foreach (var (name, value) in attributes)
        {
            DeviceNames.CheckQualified(name, path.Child("attributes"), errors);
            if (value is JsonObject attribute) DeviceAttributeRules.Check(attribute, path.Child("attributes").Key(DeviceLists.ShownKey(name, LongestKey)), errors);
        }

        if (old is not null && Checks.Same(device["capacity"], old["capacity"])) return;
        foreach (var (name, value) in capacity)
        {
            DeviceNames.CheckQualified(name, path.Child("capacity"), errors);
            if (value is not JsonObject amount) continue;
            var shared = device.GetBool("allowMultipleAllocations") == true;
            CapacityPolicyRules.Check(amount, shared, path.Child("capacity").Key(DeviceLists.ShownKey(name, LongestKey)), errors);
        }
    }

    private static void CheckPlace(FieldCheck device)
    {
        List<string> set = [];
        if (device.Has("nodeName"))
        {
            if (device.Text("nodeName").Length == 0) device.Invalid("nodeName", "must not be empty");
            else set.Add("`nodeName`");
            device.OptionalName("nodeName", StringValidators.Dns1123Subdomain);
        }

        if (device.Child("nodeSelector") is { } selector)
        {
            set.Add("`nodeSelector`");
            AffinityRules.NodeSelector(selector);
        }

        if (device.Flag("allNodes")) set.Add("`allNodes`");
        else if (device.Has("allNodes")) device.Invalid("allNodes", "must be either unset or set to true");
        if (set.Count == 0) device.Errors.Add(FieldError.Required(device.Path, OnePlace));
        else if (set.Count > 1) device.Errors.Add(FieldError.Invalid(device.Path, $"{{{string.Join(", ", set)}}}", OnePlace));
    }
}
