using System.Globalization;
using System.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Tests.Conformance;

/// <summary>Values and types as the conformance files write them.</summary>
internal static class ConformanceValues
{
    public static CelValue Value(TextMessage message)
    {
        var name = message.Names.FirstOrDefault();
        var text = name is null ? null : message.Text(name);
        switch (name)
        {
            case "null_value":
                return CelValue.Null;
            case "bool_value":
                return CelValue.Of(text == "true");
            case "int64_value":
                return CelValue.Of(long.Parse(text!, CultureInfo.InvariantCulture));
            case "uint64_value":
                return CelValue.Of(ulong.Parse(text!, CultureInfo.InvariantCulture));
            case "double_value":
                return CelValue.Of(Double(text!));
            case "string_value":
                return CelValue.Of(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text!)));
            case "bytes_value":
                return CelValue.Of(Encoding.Latin1.GetBytes(text!));
            case "type_value":
                return CelValue.Of(NamedType(text!));
            case "list_value":
                return CelValue.Of(message.Message(name)!.Messages("values").Select(Value).ToArray());
            case "map_value":
                var map = new ArrayMap();
                foreach (var entry in message.Message(name)!.Messages("entries"))
                    map.TryAdd(Value(entry.Message("key")!), Value(entry.Message("value")!));
                return CelValue.Of(map);
            case "object_value":
                var any = message.Message(name)!;
                return Any(any.Names.First(), any.Message(any.Names.First())!);
            default:
                throw new NotSupportedException($"value {name}");
        }
    }

    public static CelType Type(TextMessage message)
    {
        var name = message.Names.First();
        var text = message.Text(name);
        switch (name)
        {
            case "dyn":
                return CelType.Dyn;
            case "null":
                return CelType.Null;
            case "primitive":
                return text switch
                {
                    "BOOL" => CelType.Bool,
                    "INT64" => CelType.Int,
                    "UINT64" => CelType.Uint,
                    "DOUBLE" => CelType.Double,
                    "STRING" => CelType.String,
                    _ => CelType.Bytes,
                };
            case "well_known":
                return text switch { "ANY" => CelType.Any, "DURATION" => CelType.Duration, _ => CelType.Timestamp };
            case "list_type":
                return CelType.ListOf(Type(message.Message(name)!.Message("elem_type")!));
            case "map_type":
                return CelType.MapOf(Type(message.Message(name)!.Message("key_type")!), Type(message.Message(name)!.Message("value_type")!));
            case "type":
                return CelType.TypeOf(Type(message.Message(name)!));
            case "abstract_type":
                var inner = message.Message(name)!;
                return CelType.Opaque(inner.Text("name")!, [.. inner.Messages("parameter_types").Select(Type)]);
            default:
                throw new NotSupportedException($"type {name}");
        }
    }

    private static CelType NamedType(string name) => name switch
    {
        "bool" => CelType.Bool,
        "int" => CelType.Int,
        "uint" => CelType.Uint,
        "double" => CelType.Double,
        "string" => CelType.String,
        "bytes" => CelType.Bytes,
        "list" => CelType.ListOf(CelType.Dyn),
        "map" => CelType.MapOf(CelType.Dyn, CelType.Dyn),
        "null_type" => CelType.Null,
        "type" => CelType.Type,
        "google.protobuf.Timestamp" => CelType.Timestamp,
        "google.protobuf.Duration" => CelType.Duration,
        _ => CelType.Opaque(name),
    };

    private static CelValue Any(string type, TextMessage message)
    {
        var seconds = long.Parse(message.Text("seconds") ?? "0", CultureInfo.InvariantCulture);
        var nanos = int.Parse(message.Text("nanos") ?? "0", CultureInfo.InvariantCulture);
        return type switch
        {
            "[type.googleapis.com/google.protobuf.Timestamp]" => CelValue.Timestamp(seconds, nanos),
            "[type.googleapis.com/google.protobuf.Duration]" => CelValue.Duration((seconds * 1_000_000_000) + nanos),
            _ => throw new NotSupportedException(type),
        };
    }

    private static double Double(string text) => text.ToUpperInvariant() switch
    {
        "INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        "NAN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
