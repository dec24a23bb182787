namespace KubeSharp.ApiMachinery.Schema;

/// <summary>One shared instance of each scalar type.</summary>
internal static class Scalars
{
    public static readonly TypeSchema String = new(FieldType.String);
    public static readonly TypeSchema Any = new(FieldType.Any) { PreserveUnknownFields = true };

    private static readonly Dictionary<string, TypeSchema> ByName = new(StringComparer.Ordinal)
    {
        ["string"] = String,
        ["int32"] = new(FieldType.Int32),
        ["int64"] = new(FieldType.Int64),
        ["double"] = new(FieldType.Double),
        ["bool"] = new(FieldType.Boolean),
        ["bytes"] = new(FieldType.Bytes),
        ["quantity"] = new(FieldType.Quantity),
        ["intorstring"] = new(FieldType.IntOrString),
        ["time"] = new(FieldType.Time),
        ["microtime"] = new(FieldType.MicroTime),
        ["raw"] = new(FieldType.RawObject) { PreserveUnknownFields = true },
        ["json"] = Any,
        ["fieldsv1"] = new(FieldType.FieldsV1),
        ["patch"] = new(FieldType.Patch),
        ["schemaorarray"] = new(FieldType.JsonSchemaOrArray),
        ["schemaorbool"] = new(FieldType.JsonSchemaOrBoolean),
        ["schemaorstrings"] = new(FieldType.JsonSchemaOrStrings),
    };

    public static TypeSchema? Find(string name) => ByName.GetValueOrDefault(name);
}
