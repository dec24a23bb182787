using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>
/// Fills in what the schema itself gives missing values. For custom resources these are all defaults; for built-in kinds the few that
/// do not depend on other values (a port's protocol, say); the rest is the kind's own code.
/// </summary>
public static class SchemaDefaults
{
    /// <summary>Fills defaults in, in place. Objects that are absent stay absent unless they have a default themselves.</summary>
    public static void Apply(JsonObject value, TypeSchema schema)
    {
        var fields = schema.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            var present = value[field.Name];
            if (field.DefaultApplies && field.Default is { } fallback
                && (present is null || (present.IsNull && !field.Type.Nullable) || IsZero(present, field, schema)))
            {
                present = fallback.DeepClone();
                value.Set(field.Name, present);
            }

            if (present is not null) ApplyInside(present, field.Type);
        }
    }

    private static bool IsZero(JsonValue present, FieldSchema field, TypeSchema owner) =>
        owner.Name is not null && !field.IsPointer && present is JsonString { Value: "" };

    private static void ApplyInside(JsonValue value, TypeSchema type)
    {
        switch (value)
        {
            case JsonObject o when type.Type == FieldType.Object:
                Apply(o, type);
                break;
            case JsonObject o when type.Type == FieldType.Map:
                for (var i = 0; i < o.Count; i++) ApplyInside(o.ValueAt(i), type.Items!);
                break;
            case JsonArray a when type.Type == FieldType.List:
                foreach (var item in a) ApplyInside(item, type.Items!);
                break;
        }
    }
}
