using System.Text;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>The set of fields a manager owns, in the JSON form of managed fields, kept as its text. Immutable; the bytes are not copied.</summary>
public readonly struct FieldsV1 : IEquatable<FieldsV1>, IJsonValue<FieldsV1>
{
    /// <summary>Wraps a JSON text, which must not change afterwards.</summary>
    public FieldsV1(ReadOnlyMemory<byte> utf8) => Raw = utf8;

    /// <summary>The JSON text as UTF-8; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>True when there is no value, not even null.</summary>
    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>The same text.</summary>
    public static bool operator ==(FieldsV1 a, FieldsV1 b) => a.Equals(b);

    /// <summary>Another text.</summary>
    public static bool operator !=(FieldsV1 a, FieldsV1 b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(FieldsV1 other) => Raw.Span.SequenceEqual(other.Raw.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FieldsV1 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Raw.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Raw.Span);

    /// <inheritdoc/>
    public static FieldsV1 Read(ref Utf8JsonReader reader) => new(RawJson.Read(ref reader));

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Raw.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(Raw.Span, skipInputValidation: true);
    }
}
