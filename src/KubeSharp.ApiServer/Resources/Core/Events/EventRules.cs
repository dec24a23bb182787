using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Events;

/// <summary>
/// What events may say. Both groups hold to the rules of the stored form; events.k8s.io is stricter
/// (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/).
/// </summary>
internal static class EventRules
{
    private const int LongestName = 128;
    private const int LongestMessage = 1024;

    private static readonly string[] Unchangeable =
    [
        "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "reason", "type", "eventTime", "action", "related",
        "reportingController", "reportingInstance",
    ];

    public static void Check(JsonObject item, bool strict, ErrorList errors)
    {
        if (HasTime(item, "eventTime")) CheckModern(item, strict, errors);
        else CheckNamespaces(item, errors);
        if (strict) CheckStrict(item, errors);
    }

    public static void CheckUpdate(JsonObject item, JsonObject old, bool strict, ErrorList errors)
    {
        if (HasTime(item, "eventTime")) CheckModern(item, strict, errors);
        else CheckNamespaces(item, errors);
        if (!strict) return;
        if (!JsonValue.DeepEquals(item["series"], old["series"])) CheckSeries(item, errors);
        foreach (var name in Unchangeable)
        {
            var stored = name == "reportingController" ? "reportingComponent" : name;
            if (!JsonValue.DeepEquals(item[stored], old[stored])) errors.Add(FieldError.Invalid(FieldPath.Of(name), item[stored], "field is immutable"));
        }
    }

    private static void CheckNamespaces(JsonObject item, ErrorList errors)
    {
        var own = new Metadata(item).Namespace;
        var about = item.FindString("involvedObject", "namespace") ?? "";
        var fits = about.Length == 0 ? own is "" or "default" : own == about;
        if (!fits) errors.Add(FieldError.Invalid(FieldPath.Of("involvedObject", "namespace"), about, "does not match event.namespace"));
    }

    private static void CheckModern(JsonObject item, bool strict, ErrorList errors)
    {
        if (string.IsNullOrEmpty(item.FindString("involvedObject", "namespace")) && new Metadata(item).Namespace is not ("default" or "kube-system"))
            errors.Add(FieldError.Invalid(FieldPath.Of("involvedObject", "namespace"), "", "does not match event.namespace"));
        var controller = item.GetString("reportingComponent") ?? "";
        var path = FieldPath.Of(strict ? "reportingController" : "reportingComponent");
        if (controller.Length == 0) errors.Add(FieldError.Required(path));
        errors.AddInvalid(path, controller, StringValidators.QualifiedName(controller));
        CheckText(item, "reportingInstance", errors);
        CheckText(item, "action", errors);
        CheckText(item, "reason", errors);
        if (Encoding.UTF8.GetByteCount(item.GetString("message") ?? "") > LongestMessage)
            errors.Add(FieldError.Invalid(FieldPath.Of("message"), "", $"can have at most {LongestMessage} characters"));
    }

    private static void CheckText(JsonObject item, string name, ErrorList errors)
    {
        var text = item.GetString(name) ?? "";
        if (text.Length == 0) errors.Add(FieldError.Required(FieldPath.Of(name)));
        if (Encoding.UTF8.GetByteCount(text) > LongestName) errors.Add(FieldError.Invalid(FieldPath.Of(name), "", $"can have at most {LongestName} characters"));
    }

    private static void CheckStrict(JsonObject item, ErrorList errors)
    {
        CheckSeries(item, errors);
        if (!HasTime(item, "eventTime")) errors.Add(FieldError.Required(FieldPath.Of("eventTime")));
        var type = item.GetString("type") ?? "";
        if (type is not ("Normal" or "Warning")) errors.Add(FieldError.Invalid(FieldPath.Of("type"), "", $"has invalid value: {type}"));
        Unset("firstTimestamp", HasTime(item, "firstTimestamp"));
        Unset("lastTimestamp", HasTime(item, "lastTimestamp"));
        Unset("count", item.GetInt64("count") is not (null or 0));
        Unset("source", item.FindString("source", "component") is { Length: > 0 } || item.FindString("source", "host") is { Length: > 0 });

        void Unset(string name, bool isSet)
        {
            if (isSet) errors.Add(FieldError.Invalid(FieldPath.Of(name), "", "needs to be unset"));
        }
    }

    private static void CheckSeries(JsonObject item, ErrorList errors)
    {
        if (item.GetObject("series") is not { } series) return;
        if ((series.GetInt64("count") ?? 0) < 2) errors.Add(FieldError.Invalid(FieldPath.Of("series", "count"), "", "should be at least 2"));
        if (!HasTime(series, "lastObservedTime")) errors.Add(FieldError.Required(FieldPath.Of("series", "lastObservedTime")));
    }

    private static bool HasTime(JsonObject from, string name) => from.GetString(name) is { Length: > 0 };
}
