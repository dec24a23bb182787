using System.Text;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>Any JSON value, kept as its text. Immutable; the bytes are not copied.</summary>
public readonly struct RawExtension : IEquatable<RawExtension>, IJsonValue<RawExtension>
{
    /// <summary>Wraps a JSON text, which must not change afterwards.</summary>
    public RawExtension(ReadOnlyMemory<byte> utf8) => Raw = utf8;

    /// <summary>The JSON text as UTF-8; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>True when there is no value, not even null.</summary>
    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>The same text.</summary>
    public static bool operator ==(RawExtension a, RawExtension b) => a.Equals(b);

    /// <summary>Another text.</summary>
    public static bool operator !=(RawExtension a, RawExtension b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(RawExtension other) => Raw.Span.SequenceEqual(other.Raw.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawExtension other && Equals(other);

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
    public static RawExtension Read(ref Utf8JsonReader reader) => new(RawJson.Read(ref reader));

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Raw.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(Raw.Span, skipInputValidation: true);
    }
}
