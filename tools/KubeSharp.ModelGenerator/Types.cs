namespace KubeSharp.ModelGenerator;

/// <summary>From type expressions to C# types and the codecs that read, write, copy and compare their values.</summary>
internal static class Types
{
    public static string CSharp(string type) => type[0] switch
    {
        '[' => "List<" + CSharp(type.Substring(2)) + ">",
        '{' => "Dictionary<string, " + CSharp(type.Substring(2)) + ">",
        _ => type switch
        {
            "string" => "string",
            "int32" => "int",
            "int64" => "long",
            "double" => "double",
            "bool" => "bool",
            "bytes" => "byte[]",
            "quantity" => "Quantity",
            "intorstring" => "IntOrString",
            "time" => "Time",
            "microtime" => "MicroTime",
            "fieldsv1" => "FieldsV1",
            "raw" or "json" or "patch" or "schemaorarray" or "schemaorbool" or "schemaorstrings" => "RawExtension",
            _ => Names.Class(type),
        },
    };

    public static string Codec(string type) => type[0] switch
    {
        '[' => "ListCodec<" + CSharp(type.Substring(2)) + ", " + Codec(type.Substring(2)) + ">",
        '{' => "MapCodec<" + CSharp(type.Substring(2)) + ", " + Codec(type.Substring(2)) + ">",
        _ => type switch
        {
            "string" => "StringCodec",
            "int32" => "Int32Codec",
            "int64" => "Int64Codec",
            "double" => "DoubleCodec",
            "bool" => "BooleanCodec",
            "bytes" => "BytesCodec",
            _ when FieldLine.IsReferenceName(type) => "ModelCodec<" + Names.Class(type) + ">",
            _ => "ValueCodec<" + CSharp(type) + ">",
        },
    };

    /// <summary>Simple scalars, which a JSON writer writes by itself.</summary>
    public static bool IsPlain(string type) => type is "string" or "int32" or "int64" or "double" or "bool";
}
