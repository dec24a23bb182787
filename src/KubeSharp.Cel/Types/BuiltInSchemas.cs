using System.Runtime.CompilerServices;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.Cel.Types;

/// <summary>Reads the types of the schema table.</summary>
internal static class BuiltInSchemas
{
    /// <summary>Types are read once and as long as they are in use.</summary>
    private static readonly ConditionalWeakTable<TypeSchema, CelSchema> Known = [];

    public static CelSchema Read(TypeSchema type) => Known.GetValue(type, Make);

    private static CelSchema Make(TypeSchema type) => type.Type switch
    {
        FieldType.Object => CelSchema.Object(type.Name ?? "object", () => Fields(type), nullable: type.Nullable),
        FieldType.Map => CelSchema.Map(Read(type.Items!), null, type.Nullable),
        FieldType.List => CelSchema.List(Read(type.Items!), null, 2, Semantics(type.ListType), type.ListMapKeys, type.Nullable),
        FieldType.String => CelSchema.Of(CelType.String),
        FieldType.Int32 or FieldType.Int64 => CelSchema.Of(CelType.Int),
        FieldType.Double => CelSchema.Of(CelType.Double),
        FieldType.Boolean => CelSchema.Of(CelType.Bool),
        FieldType.Bytes => CelSchema.Of(CelType.Bytes),
        FieldType.Time or FieldType.MicroTime => CelSchema.Of(CelType.Timestamp),
        FieldType.Quantity => CelSchema.Of(CelType.String),
        _ => CelSchema.Of(CelType.Dyn),
    };

    private static CelListSemantics Semantics(ListType type) => type switch
    {
        ListType.Set => CelListSemantics.Set,
        ListType.Map => CelListSemantics.Map,
        _ => CelListSemantics.Atomic,
    };

    private static Dictionary<string, CelField> Fields(TypeSchema type)
    {
        var fields = new Dictionary<string, CelField>(type.Fields.Count, StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            if (CelNames.Escape(field.Name) is { } escaped)
                fields[escaped] = new CelField(escaped, field.Name, Read(field.Type), field.Required);
        }

        return fields;
    }
}
