using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>The names that Go's decoder gives the types of fields in its errors.</summary>
internal static class GoTypeNames
{
    public static string Of(TypeSchema type) => type.Type switch
    {
        FieldType.Object => Package(type.Name) + "." + Struct(type.Name),
        FieldType.Map => "map[string]" + Of(type.Items!),
        FieldType.List => "[]" + Of(type.Items!),
        FieldType.Int32 => "int32",
        FieldType.Int64 => "int64",
        FieldType.Double => "float64",
        FieldType.Boolean => "bool",
        FieldType.Bytes => "[]uint8",
        FieldType.Quantity => "resource.Quantity",
        FieldType.IntOrString => "intstr.IntOrString",
        FieldType.Time => "v1.Time",
        FieldType.MicroTime => "v1.MicroTime",
        FieldType.RawObject => "runtime.RawExtension",
        _ => "string",
    };

    /// <summary>The name of the Go struct: the last part of the OpenAPI name.</summary>
    public static string Struct(string? name) => name is null ? "" : name[(name.LastIndexOf('.') + 1)..];

    private static string Package(string? name)
    {
        var parts = name?.Split('.') ?? [];
        return parts.Length < 2 ? "" : parts[^2];
    }
}
