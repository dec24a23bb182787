using System.Globalization;
using System.Text;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Running;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>Conversions between types.</summary>
internal static class ConversionLibrary
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Declare(Library library)
    {
        library.Global("dyn", "to_dyn", [Library.T], Dyn, static (_, a) => a[0])
            .Global("type", "type", [Library.T], TypeOf(Library.T), static (_, a) => CelValue.Of(RuntimeTypes.TypeOf(a[0])));
        foreach (var (name, type) in new (string, CelType)[]
        {
            ("bool", Bool), ("int", Int), ("uint", Uint), ("double", CelType.Double), ("string", CelType.String), ("bytes", Bytes),
            ("null_type", CelType.Null), ("type", CelType.Type), ("list", ListOf(Dyn)), ("map", MapOf(Dyn, Dyn)), ("dyn", Dyn),
            ("google.protobuf.Duration", Duration), ("google.protobuf.Timestamp", Timestamp), ("optional_type", OptionalOf(Dyn)),
        })
        {
            library.Type(name, type);
        }

        foreach (var type in new[] { Bool, Int, Uint, CelType.Double, CelType.String, Bytes, Duration, Timestamp })
        {
            var name = type.Kind switch { CelTypeKind.Duration => "duration", CelTypeKind.Timestamp => "timestamp", _ => type.Name };
            library.Global(name, $"{name}_to_{name}", [type], type, static (_, a) => a[0]);
        }

        DeclareNumbers(library);
        DeclareTexts(library);
        library.Global("timestamp", "int64_to_timestamp", [Int], Timestamp, static (_, a) => a[0].Int is >= Timestamps.MinSeconds and <= Timestamps.MaxSeconds
                ? CelValue.Timestamp(a[0].Int, 0)
                : CelValue.Fail("timestamp overflow"))
            .Global("timestamp", "string_to_timestamp", [CelType.String], Timestamp, static (_, a) => Timestamps.TryParse(Library.Text(a[0]), out var moment)
                ? moment
                : CelValue.Fail($"parsing time \"{Library.Text(a[0])}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{Library.Text(a[0])}\" as \"2006\""))
            .Global("duration", "int64_to_duration", [Int], Duration, static (_, a) => CelValue.Duration(a[0].Int))
            .Global("duration", "string_to_duration", [CelType.String], Duration, static (_, a) => Durations.TryParse(Library.Text(a[0]), out var nanoseconds)
                ? CelValue.Duration(nanoseconds)
                : CelValue.Fail($"time: invalid duration \"{Library.Text(a[0])}\""));
    }

    private static void DeclareNumbers(Library library) => library
        .Global("int", "double_to_int64", [CelType.Double], Int, static (_, a) => a[0].Double is > -9223372036854775808.0 and < 9223372036854775808.0
            ? CelValue.Of((long)a[0].Double)
            : CelValue.Fail("integer overflow"))
        .Global("int", "uint64_to_int64", [Uint], Int, static (_, a) => a[0].Uint <= long.MaxValue ? CelValue.Of(a[0].Int) : CelValue.Fail("integer overflow"))
        .Global("int", "duration_to_int64", [Duration], Int, static (_, a) => CelValue.Of(a[0].Int))
        .Global("int", "timestamp_to_int64", [Timestamp], Int, static (_, a) => CelValue.Of(a[0].Int))
        .Global("int", "string_to_int64", [CelType.String], Int, static (_, a) =>
            long.TryParse(Library.Text(a[0]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? CelValue.Of(value)
                : CelValue.Fail($"strconv.ParseInt: parsing \"{Library.Text(a[0])}\": invalid syntax"))
        .Global("uint", "double_to_uint64", [CelType.Double], Uint, static (_, a) => a[0].Double is > -1.0 and < 18446744073709551616.0
            ? CelValue.Of((ulong)a[0].Double)
            : CelValue.Fail("unsigned integer overflow"))
        .Global("uint", "int64_to_uint64", [Int], Uint, static (_, a) => a[0].Int >= 0 ? CelValue.Of(a[0].Uint) : CelValue.Fail("unsigned integer overflow"))
        .Global("uint", "string_to_uint64", [CelType.String], Uint, static (_, a) =>
            ulong.TryParse(Library.Text(a[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? CelValue.Of(value)
                : CelValue.Fail($"strconv.ParseUint: parsing \"{Library.Text(a[0])}\": invalid syntax"))
        .Global("double", "int64_to_double", [Int], CelType.Double, static (_, a) => CelValue.Of((double)a[0].Int))
        .Global("double", "uint64_to_double", [Uint], CelType.Double, static (_, a) => CelValue.Of((double)a[0].Uint))
        .Global("double", "string_to_double", [CelType.String], CelType.Double, static (_, a) => TryDouble(Library.Text(a[0]), out var value)
            ? CelValue.Of(value)
            : CelValue.Fail($"strconv.ParseFloat: parsing \"{Library.Text(a[0])}\": invalid syntax"));

    private static void DeclareTexts(Library library) => library
        .Global("bool", "string_to_bool", [CelType.String], Bool, static (_, a) => Library.Text(a[0]) switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.True,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.False,
            var text => CelValue.Fail($"strconv.ParseBool: parsing \"{text}\": invalid syntax"),
        })
        .Global("bytes", "string_to_bytes", [CelType.String], Bytes, static (_, a) => CelValue.Of(Encoding.UTF8.GetBytes(Library.Text(a[0]))), CostRule.Encode)
        .Global("string", "bool_to_string", [Bool], CelType.String, static (_, a) => CelValue.Of(a[0].Bool ? "true" : "false"))
        .Global("string", "int64_to_string", [Int], CelType.String, static (_, a) => CelValue.Of(a[0].Int.ToString(CultureInfo.InvariantCulture)))
        .Global("string", "uint64_to_string", [Uint], CelType.String, static (_, a) => CelValue.Of(a[0].Uint.ToString(CultureInfo.InvariantCulture)))
        .Global("string", "double_to_string", [CelType.Double], CelType.String, static (_, a) => CelValue.Of(Numbers.Format(a[0].Double)))
        .Global("string", "duration_to_string", [Duration], CelType.String, static (_, a) => CelValue.Of(Durations.Seconds(a[0].Int)))
        .Global("string", "timestamp_to_string", [Timestamp], CelType.String, static (_, a) => CelValue.Of(Timestamps.Format(a[0])))
        .Global("string", "bytes_to_string", [Bytes], CelType.String, static (_, a) => Decode((byte[])a[0].Reference!), CostRule.Decode);

    private static bool TryDouble(string text, out double value)
    {
        switch (text.TrimStart('+', '-').ToUpperInvariant())
        {
            case "INF" or "INFINITY":
                value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case "NAN":
                value = double.NaN;
                return true;
            default:
                return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) &&
                    double.IsFinite(value);
        }
    }

    private static CelValue Decode(byte[] bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? CelValue.Of(StrictUtf8.GetString(bytes)) : CelValue.Fail("invalid UTF-8 in bytes, cannot convert to string");
}
