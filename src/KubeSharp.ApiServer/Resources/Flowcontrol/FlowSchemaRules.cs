using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Flowcontrol;

/// <summary>Defaults, checks and row of FlowSchemas (https://kubernetes.io/docs/concepts/cluster-administration/flow-control/).</summary>
internal static class FlowSchemaRules
{
    private const int DefaultPrecedence = 1000;
    private const int LastPrecedence = 10000;

    public static void Default(JsonObject schema)
    {
        var spec = schema.GetOrAddObject("spec");
        if (spec.GetInt64("matchingPrecedence") is null or 0) spec.Set("matchingPrecedence", DefaultPrecedence);
    }

    public static void Check(JsonObject schema, ErrorList errors)
    {
        var spec = schema.GetObject("spec") ?? [];
        var precedence = spec.GetInt64("matchingPrecedence") ?? 0;
        var at = FieldPath.Spec.Child("matchingPrecedence");
        if (precedence <= 0) errors.Add(FieldError.Invalid(at, precedence, "must be a positive value"));
        if (precedence > LastPrecedence) errors.Add(FieldError.Invalid(at, precedence, "must not be greater than 10000"));
        if (precedence == 1 && new Metadata(schema).Name != "exempt")
            errors.Add(FieldError.Invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
        if (spec.GetObject("distinguisherMethod") is { } method && method.GetString("type") is not ("ByNamespace" or "ByUser"))
        {
            var shown = new JsonObject { { "Type", method.GetString("type") ?? "" } };
            errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("distinguisherMethod", "type"), shown, ["ByNamespace", "ByUser"]));
        }

        var level = spec.FindString("priorityLevelConfiguration", "name") ?? "";
        var levelAt = FieldPath.Spec.Child("priorityLevelConfiguration", "name");
        if (level.Length == 0) errors.Add(FieldError.Required(levelAt, "must reference a priority level"));
        else errors.AddInvalid(levelAt, level, StringValidators.Dns1123Subdomain(level));

        var rules = spec.GetArray("rules") ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is JsonObject rule) FlowSchemaPolicyRules.Check(rule, FieldPath.Spec.Child("rules").Index(i), errors);
        }

        MandatoryObjectRules.CheckSchema(schema, errors);
    }

    public static void Print(TableRowBuilder row, JsonObject schema)
    {
        var spec = schema.GetObject("spec") ?? [];
        var dangling = (schema.FindArray("status", "conditions") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Dangling");
        row.Add(new Metadata(schema).Name)
            .Add(spec.FindString("priorityLevelConfiguration", "name") ?? "")
            .Add(spec.GetInt64("matchingPrecedence") ?? 0)
            .Add(spec.FindString("distinguisherMethod", "type") ?? "<none>")
            .AddAge(schema)
            .Add(dangling?.GetString("status") ?? "?");
    }
}
