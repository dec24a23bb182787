using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Apps.Deployments;

/// <summary>The rules for the specification of a Deployment.</summary>
internal static class DeploymentRules
{
    /// <summary>Finds what is wrong.</summary>
    public static void Check(FieldCheck spec)
    {
        spec.NonNegative("replicas");
        // Without a selector that can be read, nobody looks at the template.
        if (SelectorRules.Check(spec, "deployment", required: true))
        {
            PodTemplateRules.Match(spec, spec.Value.GetObject("selector"));
            PodTemplateRules.CheckLasting(spec.ChildOrEmpty("template"), "ReplicaSet");
        }
        else
        {
            spec.Invalid("selector", "invalid label selector");
        }

        Strategy(spec, spec.ChildOrEmpty("strategy"));
        spec.NonNegative("minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
        if (spec.Number("progressDeadlineSeconds") <= (spec.Number("minReadySeconds") ?? 0)) spec.Invalid("progressDeadlineSeconds", "must be greater than minReadySeconds");
    }

    private static void Strategy(FieldCheck spec, FieldCheck strategy)
    {
        switch (strategy.Text("type"))
        {
            case "Recreate":
                strategy.ForbidIfSet("rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "RollingUpdate":
                if (strategy.Child("rollingUpdate") is { } rolling) Rolling(rolling);
                else strategy.Errors.Add(FieldError.Required(strategy.At("rollingUpdate"), "this should be defaulted and never be nil"));
                break;
            default:
                spec.Errors.Add(FieldError.NotSupported(strategy.Path, InternalForm.Of(strategy.Value, "type", "rollingUpdate"), ["Recreate", "RollingUpdate"]));
                break;
        }
    }

    private static void Rolling(FieldCheck rolling)
    {
        IntOrPercentRules.NonNegative(rolling, "maxUnavailable");
        IntOrPercentRules.NonNegative(rolling, "maxSurge");
        if (IntOrPercentRules.IsZero(rolling.Value["maxUnavailable"]) && IntOrPercentRules.IsZero(rolling.Value["maxSurge"]))
            rolling.Invalid("maxUnavailable", "may not be 0 when `maxSurge` is 0");
        IntOrPercentRules.AtMostAll(rolling, "maxUnavailable");
    }
}
