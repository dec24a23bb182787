using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Checks of the metrics of an autoscaler.</summary>
internal static class MetricValidation
{
    private static readonly (string Type, string Member)[] Sources =
    [
        ("ContainerResource", "containerResource"), ("External", "external"), ("Object", "object"), ("Pods", "pods"), ("Resource", "resource"),
    ];

    public static void Check(JsonArray? metrics, FieldPath path, long? least, ErrorList errors)
    {
        var outside = false;
        foreach (var (index, metric) in metrics.Items())
        {
            Metric(metric, path.Index(index), errors);
            outside |= metric.GetString("type") is "Object" or "External";
        }

        if (least == 0 && !outside) errors.Add(FieldError.Forbidden(path, "must specify at least one Object or External metric to support scaling to zero replicas"));
    }

    private static void Metric(JsonObject metric, FieldPath path, ErrorList errors)
    {
        var type = metric.GetString("type") ?? "";
        if (type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), "must specify a metric source type"));
        else errors.OneOf(path.Child("type"), type, [.. Sources.Select(source => source.Type)]);
        // Only the first source is looked at closely, whatever the type says.
        var present = Array.FindAll(Sources, source => metric.GetObject(source.Member) is not null);
        if (present is [var first, ..]) Source(first.Type, metric.GetObject(first.Member)!, path.Child(first.Member), errors);
        var wanted = Array.Find(Sources, source => source.Type == type).Member;
        if (wanted is null) errors.OneOf(path.Child("type"), type, [.. Sources.Select(source => source.Type)]);
        else if (!Array.Exists(present, source => source.Member == wanted))
            errors.Add(FieldError.Required(path.Child(wanted), "must populate information for the given metric source"));
        if (present.Length < 2) return;
        foreach (var (_, member) in present)
        {
            if (member != wanted) errors.Add(FieldError.Forbidden(path.Child(member), "must populate the given metric source only"));
        }
    }

    private static void Source(string type, JsonObject source, FieldPath path, ErrorList errors)
    {
        var target = source.GetObject("target") ?? new JsonObject();
        var at = path.Child("target");
        switch (type)
        {
            case "Object":
                HorizontalPodAutoscalerValidation.Reference(source.GetObject("describedObject") ?? new JsonObject(), path.Child("describedObject"), errors);
                Identifier(source, path, errors);
                Target(target, at, errors);
                if (!target.Contains("value") && !target.Contains("averageValue")) errors.Add(FieldError.Required(at.Child("averageValue"), "must set either a target raw value or a target average value"));
                break;
            case "External":
                Identifier(source, path, errors);
                Target(target, at, errors);
                if (!target.Contains("value") && !target.Contains("averageValue"))
                    errors.Add(FieldError.Required(at.Child("averageValue"), "must set either a target value for metric or a per-pod target"));
                else if (target.Contains("value") && target.Contains("averageValue"))
                    errors.Add(FieldError.Forbidden(at.Child("value"), "may not set both a target value for metric and a per-pod target"));
                break;
            case "Pods":
                Identifier(source, path, errors);
                Target(target, at, errors);
                if (Checks.Amount(target["averageValue"]) is not { Sign: > 0 }) errors.Add(FieldError.Required(at.Child("averageValue"), "must specify a positive target averageValue"));
                break;
            default:
                if (type == "ContainerResource") errors.RequiredText(path.Child("container"), source.GetString("container"));
                errors.RequiredText(path.Child("name"), source.GetString("name"));
                Target(target, at, errors);
                if (!target.Contains("averageUtilization") && !target.Contains("averageValue"))
                    errors.Add(FieldError.Required(at.Child("averageUtilization"), "must set either a target raw value or a target utilization"));
                else if (target.Contains("averageUtilization") && target.Contains("averageValue"))
                    errors.Add(FieldError.Forbidden(at.Child("averageValue"), "may not set both a target raw value and a target utilization"));
                break;
        }
    }

    private static void Identifier(JsonObject source, FieldPath path, ErrorList errors)
    {
        errors.RequiredText(path.Child("metric", "name"), source.FindString("metric", "name"), name => StringValidators.PathSegmentName(name));
        LabelSelectorValidator.Validate(source.FindObject("metric", "selector"), path.Child("metric", "selector"), errors);
    }

    private static void Target(JsonObject target, FieldPath path, ErrorList errors)
    {
        var type = target.GetString("type") ?? "";
        if (type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), "must specify a metric target type"));
        else if (type is not ("Utilization" or "Value" or "AverageValue"))
            errors.Add(FieldError.Invalid(path.Child("type"), type, "must be either Utilization, Value, or AverageValue"));
        if (target.GetInt64("averageUtilization") is < 1 and var percent) errors.Add(FieldError.Invalid(path.Child("averageUtilization"), percent, "must be greater than 0"));
        foreach (var name in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (Checks.Amount(target[name]) is { Sign: <= 0 } amount) errors.Add(FieldError.Invalid(path.Child(name), amount.ToString(), "must be positive"));
        }
    }
}
