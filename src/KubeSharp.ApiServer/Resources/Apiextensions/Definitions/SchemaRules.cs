using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Apiextensions.Rules;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>The schema of one version, or of all: structural, with right defaults, and with nothing but what OpenAPI v3 and Kubernetes know.</summary>
internal static class SchemaRules
{
    // With a status subresource the schema of the status is used by itself, so that nothing else may stand at the root.
    private static readonly string[] WithStatus =
    [
        "Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern", "MaxItems",
        "MinItems", "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields", "XValidations",
    ];

    /// <summary>Checks the schema that stands at <paramref name="at"/>.openAPIV3Schema.</summary>
    public static void Check(JsonObject schema, bool hasStatus, FieldPath at, SchemaLeniency leniency, ErrorList errors)
    {
        var path = at.Child("openAPIV3Schema");
        var before = errors.Count;
        var root = SchemaNode.Read(schema);
        if (hasStatus) CheckRoot(schema, root, path, errors);
        if (root.Nullable) errors.Add(FieldError.Forbidden(path.Child("nullable"), "nullable cannot be true at the root"));
        string? unreadable = null;
        if (!leniency.NotStructural)
        {
            unreadable = StructuralRules.Unreadable(root);
            if (unreadable is null)
            {
                var faults = StructuralRules.Check(root, path);
                if (faults.Count > 0) errors.AddRange(faults);
                else new DefaultRules(!leniency.UnprunedDefaults, errors).Check(root, path);
            }
        }

        new OpenApiRules(leniency, errors).Check(root, path);
        // Expressions over a schema that is wrong itself would only be complained about for that.
        if (unreadable is null && errors.Count == before) new RuleChecks(errors).Check(root, path, leniency.Unchanged);
        if (unreadable is not null && errors.Count == before) errors.Add(FieldError.Invalid(path, "", unreadable));
    }

    private static void CheckRoot(JsonObject schema, SchemaNode root, FieldPath path, ErrorList errors)
    {
        var shown = (JsonObject)GoSchema.Of(schema);
        foreach (var (name, value) in shown)
        {
            if (value is JsonNull or JsonString { Value: "" } or JsonBoolean { Value: false }) continue;
            if (name == "Type")
            {
                if (root.Type == "object") continue;
                errors.Add(FieldError.Invalid(path.Child("type"), root.Type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"));
                return;
            }

            if (WithStatus.Contains(name)) continue;
            errors.Add(FieldError.Invalid(path, shown, $"only [{string.Join(' ', WithStatus)}] fields are allowed at the root of the schema if the status subresource is enabled"));
            return;
        }
    }
}
