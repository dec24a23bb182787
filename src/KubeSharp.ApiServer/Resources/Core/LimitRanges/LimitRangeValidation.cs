using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.LimitRanges;

/// <summary>What minimum, default request, default, maximum and ratio say must fit together.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/policy/limit-range/</remarks>
internal static class LimitRangeValidation
{
    private static readonly string[] Kinds = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

    public static void Check(JsonObject range, ErrorList errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, limit) in range.FindArray("spec", "limits").Items())
        {
            var path = FieldPath.Spec.Child("limits").Index(index);
            var type = limit.GetString("type") ?? "";
            CheckType(type, path.Child("type"), errors);
            if (!types.Add(type)) errors.Add(FieldError.Duplicate(path.Child("type"), new JsonString(type)));
            CheckLimit(limit, type, path, errors);
        }
    }

    private static void CheckType(string type, FieldPath path, ErrorList errors)
    {
        if (StringValidators.QualifiedName(type) is { Length: > 0 } faults) errors.AddInvalid(path, type, faults);
        else if (!type.Contains('/', StringComparison.Ordinal) && type is not ("Pod" or "Container" or "PersistentVolumeClaim"))
            errors.Add(FieldError.Invalid(path, type, "must be a standard limit type or fully qualified"));
    }

    private static void CheckLimit(JsonObject limit, string type, FieldPath path, ErrorList errors)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            if (limit.GetObject(kind) is not { Count: > 0 } amounts) continue;
            if (type == "Pod" && (kind is "default" or "defaultRequest"))
            {
                errors.Add(FieldError.Forbidden(path.Child(kind), "may not be specified when `type` is 'Pod'"));
                continue;
            }

            foreach (var name in amounts.Names)
            {
                names.Add(name);
                if (type is "Pod" or "Container") QuantityRules.ContainerResource(name, path.Child(kind).Key(name), errors);
                else ResourceNames.Check(name, path.Child(kind).Key(name), errors);
            }
        }

        if (type == "PersistentVolumeClaim" && limit.Find("min", "storage") is null && limit.Find("max", "storage") is null)
        {
            errors.Add(FieldError.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided"));
        }

        foreach (var name in names) Compare(limit, type == "Pod", name, path, errors);
    }

    private static void Compare(JsonObject limit, bool pod, string name, FieldPath path, ErrorList errors)
    {
        Quantity? Of(string kind) => Checks.Amount(limit.Find(kind, name));
        var (min, max, ratio) = (Of("min"), Of("max"), Of("maxLimitRequestRatio"));
        var (request, limits) = pod ? (null, null) : (Of("defaultRequest"), Of("default"));
        void Add(string kind, Quantity? value, string detail) => errors.Add(FieldError.Invalid(path.Child(kind).Key(name), value.ToString(), detail));
        if (min > max) Add("min", min, $"min value {min} is greater than max value {max}");
        if (min > request) Add("defaultRequest", request, $"min value {min} is greater than default request value {request}");
        if (request > max) Add("defaultRequest", request, $"default request value {request} is greater than max value {max}");
        if (request > limits) Add("defaultRequest", request, $"default request value {request} is greater than default limit value {limits}");
        if (min > limits) Add("default", min, $"min value {min} is greater than default value {limits}");
        if (limits > max) Add("default", max, $"default value {limits} is greater than max value {max}");
        if (ratio is { } times)
        {
            if (times < new Quantity(1)) Add("maxLimitRequestRatio", ratio, $"ratio {ratio} is less than 1");
            if (min is { IsZero: false } && max is not null && max.Value.ToDouble() / min.Value.ToDouble() is var most && times.ToDouble() > most)
                Add("maxLimitRequestRatio", ratio, string.Create(CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {most:F6}"));
        }

        if (!QuantityRules.MayBeOvercommitted(name) && request is not null && limits is not null && request != limits)
            Add("defaultRequest", request, $"default value {limits} must equal to defaultRequest value {request} in {name}");
    }
}
