using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What the configuration of devices may say: parameters for one driver.</summary>
internal static class DeviceConfigRules
{
    private const int MostParameterBytes = 10 * 1024;

    public static void Check(JsonObject config, FieldPath path, ErrorList errors)
    {
        var at = path.Child("opaque");
        if (config.GetObject("opaque") is not { } opaque)
        {
            errors.Add(FieldError.Required(at));
            return;
        }

        DeviceNames.CheckDriver(opaque.GetString("driver") ?? "", at.Child("driver"), errors);
        if (opaque["parameters"] is null or JsonNull) errors.Add(FieldError.Required(at.Child("parameters")));
        else if (opaque["parameters"]!.ToUtf8Bytes().Length > MostParameterBytes) errors.Add(FieldError.TooLong(at.Child("parameters"), MostParameterBytes));
        else if (opaque["parameters"] is not JsonObject) errors.Add(FieldError.Invalid(at.Child("parameters"), "<value omitted>", "must be a valid JSON object"));
    }

    /// <summary>Checks a DeviceClass.</summary>
    public static void CheckClass(JsonObject deviceClass, ErrorList errors)
    {
        const int Most = 32;
        var spec = deviceClass.GetObject("spec") ?? [];
        DeviceRequestRules.CheckSelectors(spec.GetArray("selectors") ?? [], FieldPath.Spec.Child("selectors"), errors);
        var config = spec.GetArray("config") ?? [];
        if (config.Count > Most) errors.Add(FieldError.TooMany(FieldPath.Spec.Child("config"), config.Count, Most));
        for (var i = 0; i < config.Count; i++)
        {
            if (config[i] is JsonObject one) Check(one, FieldPath.Spec.Child("config").Index(i), errors);
        }
    }
}
