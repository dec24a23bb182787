using System.Globalization;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>A number that keeps the text it was written with, so that nothing is lost on the way through.</summary>
public sealed class JsonNumber : JsonValue
{
    private static readonly JsonNumber[] Small = MakeSmall();

    /// <summary>A number with this text, which must be a JSON number.</summary>
    public JsonNumber(string text) => Text = text;

    /// <summary>Zero.</summary>
    public static JsonNumber Zero => Small[1];

    /// <summary>The number as written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.Number;

    /// <summary>Whether the text has neither fraction nor exponent.</summary>
    public bool IsIntegerText => Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    /// <summary>The number for a value.</summary>
    public static JsonNumber Of(long value) =>
        value is >= -1 and < 1023 ? Small[value + 1] : new JsonNumber(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The number for a value, spelled as Go's encoder spells a float64.</summary>
    public static JsonNumber Of(double value) => new(FormatDouble(value));

    /// <summary>The value when it is an integer in range and written without fraction or exponent.</summary>
    public bool TryGetInt64(out long value) =>
        long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>The nearest double; infinities for numbers out of range.</summary>
    public double ToDouble() => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Whether both have the same value, however written.</summary>
    public bool ValueEquals(JsonNumber other)
    {
        if (Text == other.Text) return true;
        if (TryGetInt64(out var left) && other.TryGetInt64(out var right)) return left == right;
        return ToDouble() == other.ToDouble();
    }

    /// <inheritdoc/>
    public override JsonValue DeepClone() => this;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(Text, skipInputValidation: true);

    internal override void WriteTo(JsonBuffer buffer) => buffer.AppendAscii(Text);

    /// <summary>A float64 as Go's JSON encoder writes it: shortest digits, an exponent below 1e-6 and from 1e21 on.</summary>
    internal static string FormatDouble(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21))
        {
            var text = value.ToString("R", CultureInfo.InvariantCulture);
            var at = text.IndexOf('E', StringComparison.Ordinal);
            if (at < 0) return text;
            var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var sign = exponent < 0 ? "-" : "+";
            return string.Create(CultureInfo.InvariantCulture, $"{text[..at]}e{sign}{Math.Abs(exponent)}");
        }

        if (Math.Abs(value) < 1e15 && Math.Floor(value) == value) return ((long)value).ToString(CultureInfo.InvariantCulture);
        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('E', StringComparison.Ordinal) ? ((decimal)value == 0 ? "0" : Expand(plain)) : plain;
    }

    private static string Expand(string scientific)
    {
        var at = scientific.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var negative = scientific[0] == '-';
        var mantissa = scientific[(negative ? 1 : 0)..at];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var integerDigits = (point < 0 ? mantissa.Length : point) + exponent;
        var text = integerDigits <= 0 ? "0." + new string('0', -integerDigits) + digits
            : integerDigits >= digits.Length ? digits + new string('0', integerDigits - digits.Length)
            : digits.Insert(integerDigits, ".");
        return negative ? "-" + text : text;
    }

    private static JsonNumber[] MakeSmall()
    {
        var numbers = new JsonNumber[1024];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = new JsonNumber((i - 1).ToString(CultureInfo.InvariantCulture));
        return numbers;
    }
}
