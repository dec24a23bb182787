using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>The types that are named in documents although they are scalars or free-form values.</summary>
internal static class ScalarTypes
{
    private const string Extensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    public static string? ComponentName(FieldType type) => type switch
    {
        FieldType.Quantity => "io.k8s.apimachinery.pkg.api.resource.Quantity",
        FieldType.IntOrString => "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        FieldType.Time => OpenApiNames.Meta + "Time",
        FieldType.MicroTime => OpenApiNames.Meta + "MicroTime",
        FieldType.FieldsV1 => OpenApiNames.Meta + "FieldsV1",
        FieldType.Patch => OpenApiNames.Meta + "Patch",
        FieldType.RawObject => "io.k8s.apimachinery.pkg.runtime.RawExtension",
        FieldType.Any => Extensions + "JSON",
        FieldType.JsonSchemaOrArray => Extensions + "JSONSchemaPropsOrArray",
        FieldType.JsonSchemaOrBoolean => Extensions + "JSONSchemaPropsOrBool",
        FieldType.JsonSchemaOrStrings => Extensions + "JSONSchemaPropsOrStringArray",
        _ => null,
    };

    /// <summary>The schema of such a type; null for a type with fields.</summary>
    public static JsonObject? Component(string name, int version) => name switch
    {
        "io.k8s.apimachinery.pkg.api.resource.Quantity" => version == 2
            ? new JsonObject { ["type"] = "string" }
            : new JsonObject { ["oneOf"] = new JsonArray([Of("string"), Of("number")]) },
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString" => version == 2
            ? new JsonObject { ["type"] = "string", ["format"] = "int-or-string" }
            : new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray([Of("integer"), Of("string")]) },
        OpenApiNames.Meta + "Time" or OpenApiNames.Meta + "MicroTime" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        OpenApiNames.Meta + "FieldsV1" or OpenApiNames.Meta + "Patch" or "io.k8s.apimachinery.pkg.runtime.RawExtension" => Of("object"),
        _ => name.StartsWith(Extensions + "JSON", StringComparison.Ordinal) && name != Extensions + "JSONSchemaProps" ? [] : null,
    };

    private static JsonObject Of(string type) => new() { ["type"] = type };
}
