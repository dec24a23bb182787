using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Apps.DaemonSets;

/// <summary>The rules for the specification of a DaemonSet.</summary>
internal static class DaemonSetRules
{
    /// <summary>Finds what is wrong.</summary>
    public static void Check(FieldCheck spec)
    {
        if (SelectorRules.Check(spec, "daemonset", required: false)) PodTemplateRules.Match(spec, spec.Value.GetObject("selector"));
        PodTemplateRules.CheckLasting(spec.ChildOrEmpty("template"), "DaemonSet");
        spec.NonNegative("minReadySeconds", "revisionHistoryLimit");
        Strategy(spec.ChildOrEmpty("updateStrategy"));
    }

    private static void Strategy(FieldCheck strategy)
    {
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                break;
            case "RollingUpdate":
                if (strategy.Child("rollingUpdate") is { } rolling) Rolling(rolling);
                else strategy.Errors.Add(FieldError.Required(strategy.At("rollingUpdate")));
                break;
            default:
                strategy.Errors.Add(FieldError.NotSupported(strategy.Path, InternalForm.Of(strategy.Value, "type", "rollingUpdate"), ["RollingUpdate", "OnDelete"]));
                break;
        }
    }

    private static void Rolling(FieldCheck rolling)
    {
        var unavailable = !IntOrPercentRules.IsZero(rolling.Value["maxUnavailable"]);
        var surge = !IntOrPercentRules.IsZero(rolling.Value["maxSurge"]);
        if (unavailable && surge) rolling.Invalid("maxSurge", "may not be set when maxUnavailable is non-zero");
        else if (!unavailable && !surge) rolling.Errors.Add(FieldError.Required(rolling.At("maxUnavailable"), "cannot be 0 when maxSurge is 0"));
        foreach (var name in (ReadOnlySpan<string>)["maxUnavailable", "maxSurge"])
        {
            IntOrPercentRules.NonNegative(rolling, name);
            IntOrPercentRules.AtMostAll(rolling, name);
        }
    }
}
