using System.Globalization;
using System.Numerics;
using System.Text;
using KubeSharp.Cel.Text;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Libraries;

/// <summary>Fills in templates: <c>"%s has %d".format([name, count])</c>.</summary>
internal static class StringFormat
{
    public static CelValue Apply(string template, CelList arguments)
    {
        var result = new StringBuilder(template.Length);
        var next = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '%')
            {
                result.Append(template[i]);
                continue;
            }

            if (++i >= template.Length)
                return CelValue.Fail("could not parse formatting clause: unexpected end of string");
            if (template[i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (next >= arguments.Count)
                return CelValue.Fail(string.Create(CultureInfo.InvariantCulture, $"index {next} out of range"));
            var precision = -1;
            if (template[i] == '.')
            {
                var start = ++i;
                while (i < template.Length && char.IsAsciiDigit(template[i]))
                    i++;
                if (i >= template.Length)
                    return CelValue.Fail("could not find end of precision specifier");
                if (!int.TryParse(template.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out precision))
                    return CelValue.Fail("error while converting precision to integer");
            }

            if (precision > 1000)
                return CelValue.Fail("precision specifier is too large");
            var argument = arguments[next++];
            if (!TryClause(result, template[i], precision, argument, out var fault))
                return CelValue.Fail(fault);
        }

        return CelValue.Of(result.ToString());
    }

    private static bool TryClause(StringBuilder result, char clause, int precision, in CelValue value, out string fault)
    {
        fault = "";
        string? text;
        switch (clause)
        {
            case 's':
                text = Text(value);
                fault = $"error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given {TypeName(value)}";
                break;
            case 'd':
                text = Decimal(value);
                fault = $"error during formatting: decimal clause can only be used on integers, was given {TypeName(value)}";
                break;
            case 'f':
                text = Fixed(value, precision < 0 ? 6 : precision);
                fault = $"error during formatting: fixed-point clause can only be used on doubles, was given {TypeName(value)}";
                break;
            case 'e':
                text = Scientific(value, precision < 0 ? 6 : precision);
                fault = $"error during formatting: scientific clause can only be used on doubles, was given {TypeName(value)}";
                break;
            case 'b':
                text = InBase(value, 2);
                fault = $"error during formatting: only integers and bools can be formatted as binary, was given {TypeName(value)}";
                break;
            case 'o':
                text = value.Kind == CelKind.Bool ? null : InBase(value, 8);
                fault = $"error during formatting: octal clause can only be used on integers, was given {TypeName(value)}";
                break;
            case 'x' or 'X':
                text = Hexadecimal(value, clause == 'X');
                fault = $"error during formatting: only integers, byte buffers, and strings can be formatted as hex, was given {TypeName(value)}";
                break;
            default:
                fault = $"could not parse formatting clause: unrecognized formatting clause \"{clause}\"";
                return false;
        }

        if (text is null)
            return false;
        result.Append(text);
        return true;
    }

    private static string TypeName(in CelValue value) => Running.RuntimeTypes.TypeOf(value).Name;

    private static string? Text(in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return value.String;
            case CelKind.Bool:
                return value.Bool ? "true" : "false";
            case CelKind.Null:
                return "null";
            case CelKind.Int:
                return value.Int.ToString(CultureInfo.InvariantCulture);
            case CelKind.Uint:
                return value.Uint.ToString(CultureInfo.InvariantCulture);
            case CelKind.Double:
                return Double(value.Double) ?? Numbers.Format(value.Double);
            case CelKind.Bytes:
                return Encoding.UTF8.GetString((byte[])value.Reference!);
            case CelKind.Duration:
                return Durations.Seconds(value.Int);
            case CelKind.Timestamp:
                return Timestamps.Format(value);
            case CelKind.Type:
                return ((CelType)value.Reference!).Name;
            case CelKind.List:
                return ListText((CelList)value.Reference!);
            case CelKind.Map:
                return MapText((CelMap)value.Reference!);
            default:
                return null;
        }
    }

    private static string? ListText(CelList list)
    {
        var parts = new List<string>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (Text(list[i]) is not { } item)
                return null;
            parts.Add(item);
        }

        return $"[{string.Join(", ", parts)}]";
    }

    private static string? MapText(CelMap map)
    {
        var parts = new SortedList<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < map.Count; i++)
        {
            if (Text(map.KeyAt(i)) is not { } key || Text(map.ValueAt(i)) is not { } item)
                return null;
            parts[key] = item;
        }

        return $"{{{string.Join(", ", parts.Select(p => $"{p.Key}: {p.Value}"))}}}";
    }

    private static string? Decimal(in CelValue value) => value.Kind switch
    {
        CelKind.Int or CelKind.Uint => Text(value),
        CelKind.Double => Double(value.Double),
        _ => null,
    };

    private static string? Double(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : null;

    private static double? Number(in CelValue value) => value.Kind switch
    {
        CelKind.Double => value.Double,
        CelKind.Int => value.Int,
        CelKind.Uint => value.Uint,
        _ => null,
    };

    private static string? Fixed(in CelValue value, int precision) => Number(value) is { } number
        ? Double(number) ?? number.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : null;

    private static string? Scientific(in CelValue value, int precision)
    {
        if (Number(value) is not { } number)
            return null;
        if (Double(number) is { } special)
            return special;
        var text = number.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // At least two digits of exponent, where the platform writes three.
        var at = text.IndexOf('e', StringComparison.Ordinal) + 2;
        return text[..at] + text[at..].TrimStart('0').PadLeft(2, '0');
    }

    private static string? InBase(in CelValue value, int radix)
    {
        switch (value.Kind)
        {
            case CelKind.Bool:
                return value.Bool ? "1" : "0";
            case CelKind.Int:
                return (value.Int < 0 ? "-" : "") + Digits(BigInteger.Abs(value.Int), radix);
            case CelKind.Uint:
                return Digits(value.Uint, radix);
            default:
                return null;
        }
    }

    private static string Digits(BigInteger value, int radix)
    {
        if (value.IsZero)
            return "0";
        var digits = new StringBuilder();
        for (; !value.IsZero; value /= radix)
            digits.Insert(0, "0123456789abcdef"[(int)(value % radix)]);
        return digits.ToString();
    }

    private static string? Hexadecimal(in CelValue value, bool upper)
    {
        var text = value.Kind switch
        {
            CelKind.String => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value.String!)),
            CelKind.Bytes => Convert.ToHexStringLower((byte[])value.Reference!),
            CelKind.Int or CelKind.Uint => InBase(value, 16),
            _ => null,
        };
        return upper ? text?.ToUpperInvariant() : text;
    }
}
