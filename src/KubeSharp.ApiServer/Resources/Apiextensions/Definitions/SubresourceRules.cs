using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>The paths of a scale subresource.</summary>
internal static class SubresourceRules
{
    public static void Check(JsonObject? subresources, FieldPath at, ErrorList errors)
    {
        if (subresources?.GetObject("scale") is not { } scale) return;
        var path = at.Child("scale");
        Required("specReplicasPath", ".spec");
        Required("statusReplicasPath", ".status");
        if (scale.GetString("labelSelectorPath") is { Length: > 0 } selector && SimplePath(selector, path.Child("labelSelectorPath"), errors)
            && !selector.StartsWith(".spec.", StringComparison.Ordinal) && !selector.StartsWith(".status.", StringComparison.Ordinal))
        {
            errors.Add(FieldError.Invalid(path.Child("labelSelectorPath"), selector, "should be a json path under either .spec or .status"));
        }

        void Required(string member, string under)
        {
            var value = scale.GetString(member) ?? "";
            if (value.Length == 0) errors.Add(FieldError.Required(path.Child(member)));
            else if (SimplePath(value, path.Child(member), errors) && !value.StartsWith(under + ".", StringComparison.Ordinal))
                errors.Add(FieldError.Invalid(path.Child(member), value, $"should be a json path under {under}"));
        }
    }

    /// <summary>Whether a path begins with a dot; a fault if not.</summary>
    public static bool SimplePath(string path, FieldPath at, ErrorList errors)
    {
        if (path.Length == 0) errors.Add(FieldError.Invalid(at, path, "must not be empty"));
        else if (path[0] != '.') errors.Add(FieldError.Invalid(at, path, "must be a simple json path starting with ."));
        else return true;
        return false;
    }
}
