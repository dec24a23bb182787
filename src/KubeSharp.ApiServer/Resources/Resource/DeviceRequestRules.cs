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
        if (exactly is not null) CheckContent(exactly, path.Child("exactly"), errors);
        if (alternatives.Count > 0) CheckAlternatives(alternatives, path.Child("firstAvailable"), errors);
    }

    /// <summary>Checks the ways to choose devices.</summary>
    public static void CheckSelectors(JsonArray selectors, FieldPath path, ErrorList errors)
    {
        const int Most = 32;
        if (selectors.Count > Most) errors.Add(FieldError.TooMany(path, selectors.Count, Most));
        for (var i = 0; i < selectors.Count; i++)
        {
            if (selectors[i] is not JsonObject selector) continue;
            if (selector.GetObject("cel") is not { } cel) errors.Add(FieldError.Required(path.Index(i).Child("cel")));
            else if (cel.GetString("expression") is not { Length: > 0 } expression) errors.Add(FieldError.Required(path.Index(i).Child("cel", "expression")));
            else DeviceSelectorRules.Check(expression, path.Index(i).Child("cel", "expression"), errors);
        }
    }

    private static void CheckAlternatives(JsonArray alternatives, FieldPath path, ErrorList errors)
    {
        if (alternatives.Count > MostAlternatives) errors.Add(FieldError.TooMany(path, alternatives.Count, MostAlternatives));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < alternatives.Count; i++)
        {
            if (alternatives[i] is not JsonObject alternative) continue;
            CheckName(alternative, path.Index(i), errors);
            CheckContent(alternative, path.Index(i), errors);
            var name = alternative.GetString("name") ?? "";
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(path.Index(i), new JsonString(name)));
        }
    }

    private static void CheckName(JsonObject from, FieldPath path, ErrorList errors)
    {
        var name = from.GetString("name") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        else errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Label(name));
    }

    private static void CheckContent(JsonObject request, FieldPath path, ErrorList errors)
    {
        var deviceClass = request.GetString("deviceClassName") ?? "";
        if (deviceClass.Length == 0) errors.Add(FieldError.Required(path.Child("deviceClassName")));
        else errors.AddInvalid(path.Child("deviceClassName"), deviceClass, StringValidators.Dns1123Subdomain(deviceClass));
        CheckSelectors(request.GetArray("selectors") ?? [], path.Child("selectors"), errors);
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
