using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What the kind of a policy's parameters may be called.</summary>
internal static class ParamKindRules
{
    public static void Check(JsonObject kind, FieldPath path, ErrorList errors)
    {
        var version = kind.GetString("apiVersion") ?? "";
        if (version.Length == 0) errors.Add(FieldError.Required(path.Child("apiVersion")));
        else CheckVersion(version, path.Child("apiVersion"), errors);
        var name = kind.GetString("kind") ?? "";
        if (name.Length == 0)
            errors.Add(FieldError.Required(path.Child("kind")));
        else if (StringValidators.Dns1035Label(name.ToLowerInvariant()) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(path.Child("kind"), name, "may have mixed case, but should otherwise match: " + string.Join(",", faults)));
    }

    private static void CheckVersion(string text, FieldPath path, ErrorList errors)
    {
        var parts = text.Split('/');
        if (parts.Length > 2)
        {
            errors.Add(FieldError.Invalid(path, text, $"unexpected GroupVersion string: {text}"));
            return;
        }

        var (group, version) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        if (group.Length > 0 && StringValidators.Dns1123Subdomain(group) is { Length: > 0 } faults) errors.Add(FieldError.Invalid(path, group, string.Join(",", faults)));
        if (version.Length == 0) errors.Add(FieldError.Invalid(path, text, "version must be specified"));
        else if (StringValidators.Dns1035Label(version) is { Length: > 0 } wrong) errors.Add(FieldError.Invalid(path, version, string.Join(",", wrong)));
    }
}
