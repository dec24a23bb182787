using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Policies;
using KubeSharp.Cel;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>The names, number and expressions of match conditions.</summary>
internal static class MatchConditionRules
{
    private const int Most = 64;

    public static void Check(JsonArray conditions, CelEnvironment environment, FieldPath path, ErrorList errors)
    {
        if (conditions.Count > Most) errors.Add(FieldError.TooMany(path, conditions.Count, Most));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is not JsonObject condition) continue;
            var at = path.Index(i);
            var expression = (condition.GetString("expression") ?? "").Trim();
            if (expression.Length == 0) errors.Add(FieldError.Required(at.Child("expression")));
            else ExpressionRules.Check(environment.Compile(expression, CelType.Bool), expression, at.Child("expression"), errors);
            var name = condition.GetString("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required(at.Child("name")));
            else errors.AddInvalid(at.Child("name"), name, StringValidators.QualifiedName(name));
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(at.Child("name"), new JsonString(name)));
        }
    }
}
