using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Node.RuntimeClasses;

/// <summary>What runtime classes may say; their handler never changes (https://kubernetes.io/docs/concepts/containers/runtime-class/).</summary>
internal static class RuntimeClassRules
{
    public static void Check(JsonObject runtimeClass, ErrorList errors)
    {
        var handler = runtimeClass.GetString("handler") ?? "";
        if (handler.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("handler")));
        else errors.AddInvalid(FieldPath.Of("handler"), handler, StringValidators.Dns1123Label(handler));

        // The overhead is checked as the limits of a container are, hence the paths.
        if (runtimeClass.FindObject("overhead", "podFixed") is { } overhead) ResourceRules.Overhead(new FieldCheck(overhead, FieldPath.Of("overhead"), errors));
        if (runtimeClass.GetObject("scheduling") is { } scheduling) CheckScheduling(scheduling, errors);
    }

    public static void CheckUpdate(JsonObject runtimeClass, JsonObject old, ErrorList errors)
    {
        var handler = runtimeClass.GetString("handler") ?? "";
        if (handler != (old.GetString("handler") ?? "")) errors.Add(FieldError.Invalid(FieldPath.Of("handler"), handler, "field is immutable"));
    }

    private static void CheckScheduling(JsonObject scheduling, ErrorList errors)
    {
        ObjectMetaValidator.ValidateLabels(scheduling.GetObject("nodeSelector"), FieldPath.Of("scheduling", "nodeSelector"), errors);
        var tolerations = scheduling.GetArray("tolerations") ?? [];
        for (var i = 0; i < tolerations.Count; i++)
        {
            if (tolerations[i] is not JsonObject toleration) continue;
            SchedulingRules.Toleration(new FieldCheck(toleration, FieldPath.Of("scheduling", "tolerations").Index(i), errors));
            for (var j = 0; j < i; j++)
            {
                if (!JsonValue.DeepEquals(toleration, tolerations[j])) continue;
                errors.Add(FieldError.Duplicate(FieldPath.Of("scheduling", "tolerations").Index(i), Shown(toleration)));
                break;
            }
        }
    }

    private static JsonObject Shown(JsonObject toleration) => new()
    {
        { "Key", toleration.GetString("key") ?? "" },
        { "Operator", toleration.GetString("operator") ?? "" },
        { "Value", toleration.GetString("value") ?? "" },
        { "Effect", toleration.GetString("effect") ?? "" },
        { "TolerationSeconds", toleration["tolerationSeconds"]?.DeepClone() ?? JsonNull.Instance },
    };
}
