using System.Globalization;
using System.Numerics;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Yaml;

/// <summary>
/// What a plain scalar means: Kubernetes reads YAML 1.1, where <c>yes</c> and <c>off</c> are booleans and <c>0123</c> is octal
/// (https://yaml.org/type/). Dates stay strings, since JSON has none.
/// </summary>
internal static class YamlScalar
{
    public static JsonValue Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return JsonNull.Instance;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonBoolean.True;
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonBoolean.False;
        }

        return CouldBeNumber(text[0]) && Number(text) is { } number ? number : new JsonString(text);
    }

    private static bool CouldBeNumber(char first) => first is '+' or '-' or '.' or (>= '0' and <= '9');

    private static JsonNumber? Number(string text)
    {
        var plain = text.Replace("_", "");
        var negative = plain.StartsWith('-');
        var digits = plain.AsSpan(negative || plain.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty || !char.IsAsciiDigit(text[^1]) && !char.IsAsciiHexDigit(text[^1]) && text[^1] != '.')
            return null;
        if (Integer(digits) is { } value)
            return new JsonNumber((negative ? -value : value).ToString(CultureInfo.InvariantCulture));
        return IsFloat(digits) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? JsonNumber.Of(real)
            : null;
    }

    private static BigInteger? Integer(ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("0x"))
            return Parse(digits[2..], 16);
        if (digits.StartsWith("0b"))
            return Parse(digits[2..], 2);
        if (digits.StartsWith("0o"))
            return Parse(digits[2..], 8);
        if (digits.Length > 1 && digits[0] == '0')
            return Parse(digits[1..], 8);
        return Parse(digits, 10);
    }

    // More than 64 bits is no integer in Go; it is read as a float there, and so here.
    private static BigInteger? Parse(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty || digits.Length > 64)
            return null;
        BigInteger value = 0;
        foreach (var c in digits)
        {
            var digit = c switch { >= '0' and <= '9' => c - '0', >= 'a' and <= 'f' => c - 'a' + 10, >= 'A' and <= 'F' => c - 'A' + 10, _ => 99 };
            if (digit >= radix)
                return null;
            value = value * radix + digit;
        }

        return value <= ulong.MaxValue ? value : null;
    }

    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var sawDigit = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
                sawDigit = true;
            else if (c is 'e' or 'E' ? !sawDigit : c is '+' or '-' ? text[i - 1] is not ('e' or 'E') : c != '.')
                return false;
        }

        return sawDigit;
    }
}
