using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Checks of what to scale, between which numbers, and how fast.</summary>
internal static class HorizontalPodAutoscalerValidation
{
    private const int MaxWindow = 3600;
    private const int MaxPeriod = 1800;

    /// <summary>Checks an autoscaler.</summary>
    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="old">The autoscaler as it was; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject autoscaler, JsonObject? old, ErrorList errors)
    {
        var spec = autoscaler.GetObject("spec") ?? new JsonObject();
        var (least, most) = (spec.GetInt64("minReplicas"), spec.GetInt64("maxReplicas") ?? 0);
        if (least < 1) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("minReplicas"), least.Value, "must be greater than or equal to 1"));
        if (most == 0) errors.Add(FieldError.Required(FieldPath.Spec.Child("maxReplicas"), "must be set and greater than 0"));
        if (most < 0) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("maxReplicas"), most, "must be greater than 0"));
        if (least > most) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("maxReplicas"), most, "must be greater than or equal to `minReplicas`"));
        Target(spec.GetObject("scaleTargetRef") ?? [], old?.FindObject("spec", "scaleTargetRef"), FieldPath.Spec.Child("scaleTargetRef"), errors);
        MetricValidation.Check(spec.GetArray("metrics"), FieldPath.Spec.Child("metrics"), least, errors);
        Rules(spec.FindObject("behavior", "scaleUp"), FieldPath.Spec.Child("behavior", "scaleUp"), errors);
        Rules(spec.FindObject("behavior", "scaleDown"), FieldPath.Spec.Child("behavior", "scaleDown"), errors);
    }

    /// <summary>A reference to an object that can be scaled or that has metrics.</summary>
    public static void Reference(JsonObject reference, FieldPath path, ErrorList errors)
    {
        errors.RequiredText(path.Child("kind"), reference.GetString("kind"), kind => StringValidators.PathSegmentName(kind));
        errors.RequiredText(path.Child("name"), reference.GetString("name"), name => StringValidators.PathSegmentName(name));
    }

    /// <summary>A version with or without a group. Answers whether it can be read.</summary>
    public static bool Version(JsonObject reference, FieldPath path, ErrorList errors)
    {
        var version = reference.GetString("apiVersion") ?? "";
        if (version.Count(c => c == '/') <= 1) return true;
        errors.Add(FieldError.Invalid(path.Child("apiVersion"), version, $"unexpected GroupVersion string: {version}"));
        return false;
    }

    // What was once accepted is not looked at again; only controllers of the core group can be scaled without a group.
    private static void Target(JsonObject target, JsonObject? old, FieldPath path, ErrorList errors)
    {
        Reference(target, path, errors);
        var (kind, version) = (target.GetString("kind"), target.GetString("apiVersion") ?? "");
        if (old is not null && old.GetString("kind") == kind && (old.GetString("apiVersion") ?? "") == version) return;
        if (Version(target, path, errors) && version.IndexOf('/') <= 0 && kind != "ReplicationController")
            errors.Add(FieldError.Invalid(path.Child("apiVersion"), version, "apiVersion must specify API group"));
    }

    private static void Rules(JsonObject? rules, FieldPath path, ErrorList errors)
    {
        if (rules is null) return;
        var window = rules.GetInt64("stabilizationWindowSeconds");
        if (window < 0) errors.Add(FieldError.Invalid(path.Child("stabilizationWindowSeconds"), window.Value, "must be greater than or equal to zero"));
        if (window > MaxWindow) errors.Add(FieldError.Invalid(path.Child("stabilizationWindowSeconds"), window.Value, $"must be less than or equal to {MaxWindow}"));
        errors.OneOf(path.Child("selectPolicy"), rules.GetString("selectPolicy"), "Disabled", "Max", "Min");
        if (Checks.Amount(rules["tolerance"]) is { Sign: < 0 } tolerance) errors.Add(FieldError.Invalid(path.Child("tolerance"), tolerance.ToString(), Checks.NonNegativeDetail));
        var policies = rules.GetArray("policies");
        if (policies is not { Count: > 0 }) errors.Add(FieldError.Required(path.Child("policies"), "must specify at least one Policy"));
        foreach (var (index, policy) in policies.Items())
        {
            var at = path.Child("policies").Index(index);
            errors.OneOf(at.Child("type"), policy.GetString("type") ?? "", "Percent", "Pods");
            if ((policy.GetInt64("value") ?? 0) is <= 0 and var value) errors.Add(FieldError.Invalid(at.Child("value"), value, "must be greater than zero"));
            var period = policy.GetInt64("periodSeconds") ?? 0;
            if (period <= 0) errors.Add(FieldError.Invalid(at.Child("periodSeconds"), period, "must be greater than zero"));
            if (period > MaxPeriod) errors.Add(FieldError.Invalid(at.Child("periodSeconds"), period, $"must be less than or equal to {MaxPeriod}"));
        }
    }
}
