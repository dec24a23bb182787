using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>What one request for devices may say: exactly this, or the first of these that is there.</summary>
internal static class DeviceRequestRules
{
    private const int MostAlternatives = 8;
    private const string OneOf = "exactly one of `exactly` or `firstAvailable` is required";

    public static void Check(JsonObject request, FieldPath path, ErrorList errors)
    {
        CheckName(request, path, errors);
        var alternatives = request.GetArray("firstAvailable") ?? [];
        var exactly = request.GetObject("exactly");
        if (exactly is null && alternatives.Count == 0) errors.Add(FieldError.Required(path, OneOf));
        else if (exactly is not null && alternatives.Count > 0) errors.Add(FieldError.Invalid(path, (JsonValue?)null, OneOf + ", but multiple fields are set"));
        else if (exactly is not null) CheckContent(exactly, path.Child("exactly"), errors);
        else CheckAlternatives(alternatives, path.Child("firstAvailable"), errors);
    }

    /// <summary>Checks the ways to choose devices.</summary>
    public static void CheckSelectors(JsonArray? selectors, FieldPath path, ErrorList errors)
    {
        const int Most = 32;
        DeviceLists.Each(selectors, Most, path, errors, (selector, at) =>
        {
            if (selector.GetObject("cel") is { } cel) DeviceSelectorRules.Check(cel.GetString("expression") ?? "", at.Child("cel", "expression"), errors);
            else errors.Add(FieldError.Required(at.Child("cel")));
        });
    }

    private static void CheckAlternatives(JsonArray alternatives, FieldPath path, ErrorList errors) =>
        DeviceLists.Set(alternatives, MostAlternatives, "name", path, errors, (alternative, at) =>
        {
            CheckName(alternative, at, errors);
            CheckContent(alternative, at, errors);
        });

    private static void CheckName(JsonObject from, FieldPath path, ErrorList errors)
    {
        var name = from.GetString("name") ?? "";
        errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Label(name));
    }

    private static void CheckContent(JsonObject request, FieldPath path, ErrorList errors)
    {
        var deviceClass = request.GetString("deviceClassName") ?? "";
        if (deviceClass.Length == 0) errors.Add(FieldError.Required(path.Child("deviceClassName")));
        else errors.AddInvalid(path.Child("deviceClassName"), deviceClass, StringValidators.Dns1123Subdomain(deviceClass));
        CheckSelectors(request.GetArray("selectors"), path.Child("selectors"), errors);
        DeviceTolerationRules.Check(request.GetArray("tolerations"), path.Child("tolerations"), errors);
        var count = request.GetInt64("count") ?? 0;
        switch (request.GetString("allocationMode"))
        {
            case "All":
                if (count != 0) errors.Add(FieldError.Invalid(path.Child("count"), count, "must not be specified when allocationMode is 'All'"));
                break;
            case "ExactCount":
                if (count <= 0) errors.Add(FieldError.Invalid(path.Child("count"), count, "must be greater than zero"));
                break;
            default:
                errors.Add(FieldError.NotSupported(path.Child("allocationMode"), request.GetString("allocationMode") ?? "", "All", "ExactCount"));
                break;
        }
    }
}
