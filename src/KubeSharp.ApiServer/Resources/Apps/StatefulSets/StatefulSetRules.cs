using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Apps.StatefulSets;

/// <summary>The rules for the specification of a StatefulSet.</summary>
internal static class StatefulSetRules
{
    private static readonly string[] Changeable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <summary>Finds what is wrong.</summary>
    public static void Check(FieldCheck spec)
    {
        if (spec.Text("podManagementPolicy") is not ("OrderedReady" or "Parallel")) spec.Invalid("podManagementPolicy", "must be 'OrderedReady' or 'Parallel'");
        Strategy(spec.ChildOrEmpty("updateStrategy"));
        if (spec.Child("persistentVolumeClaimRetentionPolicy") is { } retention)
        {
            retention.OneOf("whenDeleted", "Retain", "Delete");
            retention.OneOf("whenScaled", "Retain", "Delete");
        }

        // A negative limit of revisions keeps all of them.
        spec.NonNegative("replicas", "minReadySeconds");
        if (spec.Child("ordinals") is { } ordinals) ordinals.NonNegative("start");
        if (SelectorRules.Check(spec, "statefulset", required: true)) PodTemplateRules.Match(spec, spec.Value.GetObject("selector"));
        else spec.Invalid("selector", "");
        PodTemplateRules.CheckLasting(WithClaims(spec), "StatefulSet");
        spec.OptionalName("serviceName", StringValidators.Dns1123Label);
    }

    /// <summary>Finds what an update may not change.</summary>
    public static void CheckUpdate(JsonObject document, JsonObject old, ErrorList errors)
    {
        var spec = Fixed(document);
        if (JsonValue.DeepEquals(spec, Fixed(old))) return;
        var names = string.Join(", ", Changeable[..^1].Select(name => $"'{name}'"));
        errors.Add(FieldError.Forbidden(FieldPath.Spec, $"updates to statefulset spec for fields other than {names} and '{Changeable[^1]}' are forbidden"));
    }

    // Containers may mount what the claim templates will have made.
    private static FieldCheck WithClaims(FieldCheck spec)
    {
        var template = spec.ChildOrEmpty("template").Value.Clone();
        var volumes = template.GetOrAddObject("spec").GetOrAddArray("volumes");
        foreach (var claim in spec.Items("volumeClaimTemplates"))
        {
            var name = claim.Value.FindString("metadata", "name") ?? "";
            if (!volumes.Any(volume => volume.FindString("name") == name))
                volumes.Add(new JsonObject { { "name", name }, { "persistentVolumeClaim", new JsonObject { { "claimName", name } } } });
        }

        return new FieldCheck(template, spec.At("template"), spec.Errors);
    }

    private static JsonObject Fixed(JsonObject document)
    {
        var spec = document.GetObject("spec")?.Clone() ?? new JsonObject();
        foreach (var name in Changeable) spec.Remove(name);
        return spec;
    }

    private static void Strategy(FieldCheck strategy)
    {
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                if (strategy.Child("rollingUpdate") is { } unused)
                {
                    strategy.Errors.Add(FieldError.Invalid(
                        unused.Path, InternalForm.Of(unused.Value, "partition", "maxUnavailable"), "only allowed for updateStrategy 'RollingUpdate'"));
                }

                break;
            case "RollingUpdate":
                if (strategy.Child("rollingUpdate") is not { } rolling) break;
                rolling.NonNegative("partition");
                if (!rolling.Has("maxUnavailable")) break;
                IntOrPercentRules.NonNegative(rolling, "maxUnavailable");
                if (IntOrPercentRules.IsZero(rolling.Value["maxUnavailable"])) rolling.Invalid("maxUnavailable", "cannot be 0");
                IntOrPercentRules.AtMostAll(rolling, "maxUnavailable");
                break;
            default:
                strategy.Errors.Add(FieldError.Invalid(strategy.Path, InternalForm.Of(strategy.Value, "type", "rollingUpdate"), "must be 'RollingUpdate' or 'OnDelete'"));
                break;
        }
    }
}
