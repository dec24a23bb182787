using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What the configuration of devices may say: parameters for one driver.</summary>
internal static class DeviceConfigRules
{
    private const int MostBytes = 10 * 1024;

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
        else CheckRaw(opaque["parameters"]!, at.Child("parameters"), errors);
    }

    /// <summary>Something that only a driver understands is an object, and not too large.</summary>
    public static void CheckRaw(JsonValue value, FieldPath path, ErrorList errors)
    {
        if (value.ToUtf8Bytes().Length > MostBytes) errors.Add(FieldError.TooLong(path, MostBytes));
        else if (value is not JsonObject) errors.Add(FieldError.Invalid(path, "<value omitted>", "must be a valid JSON object"));
    }
}
