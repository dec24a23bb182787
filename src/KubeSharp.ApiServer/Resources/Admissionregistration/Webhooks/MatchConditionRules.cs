using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>The names and number of match conditions.</summary>
internal static class MatchConditionRules
{
    private const int Most = 64;

    public static void Check(JsonArray conditions, FieldPath path, ErrorList errors)
    {
        if (conditions.Count > Most) errors.Add(FieldError.TooMany(path, conditions.Count, Most));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is not JsonObject condition) continue;
            var at = path.Index(i);
            if (string.IsNullOrWhiteSpace(condition.GetString("expression"))) errors.Add(FieldError.Required(at.Child("expression")));
            var name = condition.GetString("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required(at.Child("name")));
            else errors.AddInvalid(at.Child("name"), name, StringValidators.QualifiedName(name));
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(at.Child("name"), new JsonString(name)));
        }
    }
}
