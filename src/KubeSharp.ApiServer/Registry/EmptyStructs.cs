using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiServer.Registry;

/// <summary>What an untouched struct of the Go model looks like in JSON: only the fields that are written even when empty.</summary>
internal static class EmptyStructs
{
    public static JsonObject Of(TypeSchema type)
    {
        var result = new JsonObject();
        foreach (var field in type.Fields)
        {
            if (field.OmitEmpty) continue;
            result.Set(field.Name, field.IsStruct ? Of(field.Type) : Zero(field));
        }

        return result;
    }

    private static JsonValue Zero(FieldSchema field) => field.IsPointer ? JsonNull.Instance : field.Type.Type switch
    {
        FieldType.String or FieldType.IntOrString => JsonString.Empty,
        FieldType.Quantity => new JsonString("0"),
        FieldType.Int32 or FieldType.Int64 or FieldType.Double => JsonNumber.Zero,
        FieldType.Boolean => JsonBoolean.False,
        _ => JsonNull.Instance,
    };
}
