using System.Globalization;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>A 32-bit number or a text, such as a port number or its name. "8080" in quotes stays a text. Immutable.</summary>
public readonly struct IntOrString : IEquatable<IntOrString>, IJsonValue<IntOrString>
{
    private readonly string? text;

    /// <summary>A number.</summary>
    public IntOrString(int value)
    {
        IntValue = value;
        text = null;
    }

    /// <summary>A text.</summary>
    public IntOrString(string value)
    {
        IntValue = 0;
        text = value;
    }

    /// <summary>True for a text.</summary>
    public bool IsString => text is not null;

    /// <summary>The number; 0 for a text.</summary>
    public int IntValue { get; }

    /// <summary>The text; null for a number.</summary>
    public string? StringValue => text;

    /// <summary>A number.</summary>
    public static implicit operator IntOrString(int value) => new(value);

    /// <summary>A text.</summary>
    public static implicit operator IntOrString(string value) => new(value);

    /// <summary>Same form and same value.</summary>
    public static bool operator ==(IntOrString a, IntOrString b) => a.Equals(b);

    /// <summary>Another form or value.</summary>
    public static bool operator !=(IntOrString a, IntOrString b) => !a.Equals(b);

    /// <summary>A number.</summary>
    public static IntOrString FromInt32(int value) => new(value);

    /// <summary>A text.</summary>
    public static IntOrString FromString(string value) => new(value);

    /// <summary>
    /// The number itself, or a text like "25%" as that share of <paramref name="total"/>. False for any other text.
    /// </summary>
    /// <param name="total">What 100 % is.</param>
    /// <param name="roundUp">Whether a fraction rounds up or down.</param>
    /// <param name="scaled">The result.</param>
    public bool TryScale(int total, bool roundUp, out int scaled)
    {
        scaled = IntValue;
        if (text is null)
            return true;
        if (!text.EndsWith('%')
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent))
            return false;
        var share = (long)percent * total;
        scaled = (int)(share / 100);
        if (roundUp && share > 0 && share % 100 != 0)
            scaled++;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(IntOrString other) => IntValue == other.IntValue && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntOrString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IntValue, text);

    /// <inheritdoc/>
    public override string ToString() => text ?? IntValue.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static IntOrString Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => new IntOrString(reader.GetString()!),
        JsonTokenType.Number when reader.TryGetInt32(out var value) => new IntOrString(value),
        JsonTokenType.Null => default,
        _ => throw new JsonException($"expected a number or a string, found {reader.TokenType}"),
    };

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (text is null)
            writer.WriteNumberValue(IntValue);
        else
            writer.WriteStringValue(text);
    }
}
