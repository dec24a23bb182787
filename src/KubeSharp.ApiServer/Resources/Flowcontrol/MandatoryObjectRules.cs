using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Flowcontrol;

/// <summary>The objects without which flow control does not work are as they are; and what the status of any may say.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#mandatory-configuration-objects</remarks>
internal static class MandatoryObjectRules
{
    /// <summary>Checks a FlowSchema.</summary>
    public static void CheckSchema(JsonObject document, ErrorList errors) => Check(document, FlowControlObjects.MandatorySchemas, "FlowSchema", errors);

    /// <summary>Checks a PriorityLevelConfiguration. How many seats the exempt level has may be chosen.</summary>
    public static void CheckLevel(JsonObject document, ErrorList errors)
    {
        if (new Metadata(document).Name != "exempt")
        {
            Check(document, FlowControlObjects.MandatoryLevels, "PriorityLevelConfiguration", errors);
            return;
        }

        var spec = document.GetObject("spec") ?? new JsonObject();
        if (spec.GetObject("exempt") is null) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("exempt"), JsonNull.Instance, "spec.exempt must not be empty"));
        if (spec.GetString("type") != "Exempt" || spec.GetObject("limited") is not null)
            errors.Add(FieldError.Invalid(FieldPath.Spec, Shown(spec, "PriorityLevelConfiguration"), "spec of 'exempt' except the 'spec.exempt' field must equal the fixed value"));
    }

    /// <summary>Checks the conditions of either kind: each type stands once, and has a name.</summary>
    public static void CheckStatus(JsonObject document, JsonObject old, ErrorList errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, condition) in document.FindArray("status", "conditions").Items())
        {
            var at = FieldPath.Status.Child("conditions").Index(index).Child("type");
            var type = condition.GetString("type") ?? "";
            if (!types.Add(type)) errors.Add(FieldError.Duplicate(at, new JsonString(type)));
            if (type.Length == 0) errors.Add(FieldError.Required(at, "must not be empty"));
        }
    }

    private static void Check(JsonObject document, IReadOnlyList<JsonObject> mandatory, string kind, ErrorList errors)
    {
        var name = new Metadata(document).Name;
        foreach (var wanted in mandatory)
        {
            if (new Metadata(wanted).Name != name || JsonValue.DeepEquals(document["spec"], wanted["spec"])) continue;
            errors.Add(FieldError.Invalid(FieldPath.Spec, Shown(document.GetObject("spec"), kind), $"spec of '{name}' must equal the fixed value"));
        }
    }

    private static JsonValue Shown(JsonObject? spec, string kind) =>
        GoStructs.Of(spec, SchemaRegistry.Kubernetes.FindKind("flowcontrol.apiserver.k8s.io", "v1", kind)!.Field("spec")!.Type);
}
