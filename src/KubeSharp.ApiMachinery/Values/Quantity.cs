using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>
/// An exact fixed-point amount such as "500m" or "1Gi". Immutable. The value is kept in units of 10⁻⁹, the finest
/// that Kubernetes knows, in 128 bits; larger amounts are clamped to the range. Printing gives the canonical form.
/// <see href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"/>.
/// </summary>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, IJsonValue<Quantity>
{
    internal const long NanosPerUnit = 1_000_000_000;

    private readonly Int128 nanos;

    internal Quantity(Int128 nanos, QuantityFormat format)
    {
        this.nanos = nanos;
        Format = format;
    }

    /// <summary>A whole number of units.</summary>
    public Quantity(long value, QuantityFormat format = QuantityFormat.DecimalSI)
        : this((Int128)value * NanosPerUnit, format)
    {
    }

    /// <summary>The suffix family of the text this was read from.</summary>
    public QuantityFormat Format { get; }

    /// <summary>The amount in thousandths, rounded up (away from zero for fractions), clamped to 64 bits.</summary>
    public long MilliValue => RoundUp(NanosPerUnit / 1000);

    /// <summary>The amount in whole units, rounded up, clamped to 64 bits.</summary>
    public long Value => RoundUp(NanosPerUnit);

    /// <summary>True for zero.</summary>
    public bool IsZero => nanos == 0;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Int128.Sign(nanos);

    internal Int128 Nanos => nanos;

    /// <summary>A quantity of thousandths, such as CPU millicores.</summary>
    public static Quantity FromMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) =>
        new((Int128)milli * (NanosPerUnit / 1000), format);

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity) ? quantity : throw new FormatException($"unable to parse quantity \"{text}\"");

    /// <summary>Reads a quantity; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity)
    {
        quantity = default;
        return text is not null && QuantityParser.TryParse(text, out quantity);
    }

    /// <summary>The sum, in the format of the left operand (of the right one when the left is zero).</summary>
    public static Quantity operator +(Quantity a, Quantity b) => new(a.nanos + b.nanos, a.IsZero ? b.Format : a.Format);

    /// <summary>The difference, in the format of the left operand (of the right one when the left is zero).</summary>
    public static Quantity operator -(Quantity a, Quantity b) => new(a.nanos - b.nanos, a.IsZero ? b.Format : a.Format);

    /// <summary>The negated amount.</summary>
    public static Quantity operator -(Quantity a) => new(-a.nanos, a.Format);

    /// <summary>Equal amounts, whatever their formats.</summary>
    public static bool operator ==(Quantity a, Quantity b) => a.nanos == b.nanos;

    /// <summary>Different amounts.</summary>
    public static bool operator !=(Quantity a, Quantity b) => a.nanos != b.nanos;

    /// <summary>Less.</summary>
    public static bool operator <(Quantity a, Quantity b) => a.nanos < b.nanos;

    /// <summary>More.</summary>
    public static bool operator >(Quantity a, Quantity b) => a.nanos > b.nanos;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(Quantity a, Quantity b) => a.nanos <= b.nanos;

    /// <summary>More or equal.</summary>
    public static bool operator >=(Quantity a, Quantity b) => a.nanos >= b.nanos;

    /// <summary>The sum.</summary>
    public Quantity Add(Quantity other) => this + other;

    /// <summary>The difference.</summary>
    public Quantity Subtract(Quantity other) => this - other;

    /// <summary>The negated amount.</summary>
    public Quantity Negate() => -this;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => nanos.CompareTo(other.nanos);

    /// <inheritdoc/>
    public bool Equals(Quantity other) => nanos == other.nanos;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => nanos.GetHashCode();

    /// <summary>The amount as a floating-point number, inexact for large amounts.</summary>
    public double ToDouble() => (double)nanos / NanosPerUnit;

    /// <summary>The canonical text: no fraction, the largest suffix that loses nothing.</summary>
    public override string ToString() => QuantityPrinter.Print(nanos, Format);

    /// <inheritdoc/>
    public static Quantity Read(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan),
            JsonTokenType.Null => "0",
            _ => throw new JsonException($"expected a quantity, found {reader.TokenType}"),
        };
        return TryParse(text, out var quantity) ? quantity : throw new JsonException($"\"{text}\" is not a quantity");
    }

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(ToString());

    private long RoundUp(long unit)
    {
        var (quotient, remainder) = Int128.DivRem(nanos, unit);
        if (remainder != 0)
            quotient += Int128.Sign(nanos);
        return quotient > long.MaxValue ? long.MaxValue : quotient < long.MinValue ? long.MinValue : (long)quotient;
    }
}
