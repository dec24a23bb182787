using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Checks of the metrics of an autoscaler.</summary>
internal static class MetricValidation
{
    private static readonly (string Type, string Member)[] Sources =
    [
        ("Object", "object"), ("External", "external"), ("Pods", "pods"), ("Resource", "resource"), ("ContainerResource", "containerResource"),
    ];

    private static readonly string[] Types = [.. Sources.Select(source => source.Type).Order(StringComparer.Ordinal)];

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
        errors.OneOf(path.Child("type"), type, Types);
        // Only the first source is looked at closely, whatever the type says.
        var present = Array.FindAll(Sources, source => metric.GetObject(source.Member) is not null);
        if (present is [var first, ..]) Source(first.Type, metric.GetObject(first.Member)!, path.Child(first.Member), errors);
        var wanted = Array.Find(Sources, source => source.Type == type).Member;
        if (wanted is null) errors.OneOf(path.Child("type"), type, Types);
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
                HorizontalPodAutoscalerValidation.Reference(source.GetObject("describedObject") ?? [], path.Child("describedObject"), errors);
                HorizontalPodAutoscalerValidation.Version(source.GetObject("describedObject") ?? [], path.Child("describedObject"), errors);
                Identifier(source, path, errors);
                Target(target, at, errors);
                if (!target.Contains("value") && !target.Contains("averageValue")) errors.Add(FieldError.Required(at.Child("averageValue"), "must set either a target value or averageValue"));
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
                if (!target.Contains("averageValue")) errors.Add(FieldError.Required(at.Child("averageValue"), "must specify a positive target averageValue"));
                break;
            default:
                if (type == "ContainerResource") Container(source, path, errors);
                else if (string.IsNullOrEmpty(source.GetString("name"))) errors.Add(FieldError.Required(path.Child("name"), "must specify a resource name"));
                Target(target, at, errors);
                if (!target.Contains("averageUtilization") && !target.Contains("averageValue"))
                    errors.Add(FieldError.Required(at.Child("averageUtilization"), "must set either a target raw value or a target utilization"));
                else if (target.Contains("averageUtilization") && target.Contains("averageValue"))
                    errors.Add(FieldError.Forbidden(at.Child("averageValue"), "may not set both a target raw value and a target utilization"));
                break;
        }
    }

    private static void Container(JsonObject source, FieldPath path, ErrorList errors)
    {
        var (name, container) = (source.GetString("name") ?? "", source.GetString("container") ?? "");
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), "must specify a resource name"));
        else QuantityRules.ContainerResource(name, path.Child("name"), errors);
        if (container.Length == 0) errors.Add(FieldError.Required(path.Child("container"), "must specify a container"));
        else errors.AddInvalid(path.Child("container"), container, StringValidators.Dns1123Label(container));
    }

    private static void Identifier(JsonObject source, FieldPath path, ErrorList errors)
    {
        var name = source.FindString("metric", "name") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("metric", "name"), "must specify a metric name"));
        else errors.AddInvalid(path.Child("metric", "name"), name, StringValidators.PathSegmentName(name));
    }

    private static void Target(JsonObject target, FieldPath path, ErrorList errors)
    {
        var type = target.GetString("type") ?? "";
        if (type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), "must specify a metric target type"));
        if (type is not ("Utilization" or "Value" or "AverageValue"))
            errors.Add(FieldError.Invalid(path.Child("type"), type, "must be either Utilization, Value, or AverageValue"));
        if (target.GetInt64("averageUtilization") is < 1 and var percent) errors.Add(FieldError.Invalid(path.Child("averageUtilization"), percent, "must be greater than 0"));
        foreach (var name in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (Checks.Amount(target[name]) is { Sign: <= 0 } amount) errors.Add(FieldError.Invalid(path.Child(name), amount.ToString(), "must be positive"));
        }
    }
}
