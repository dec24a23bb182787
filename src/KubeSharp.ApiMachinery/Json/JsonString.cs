using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>A string. It holds no lone surrogates when it comes from the parser.</summary>
public sealed class JsonString(string value) : JsonValue
{
    /// <summary>The empty string.</summary>
    public static JsonString Empty { get; } = new("");

    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.String;

    /// <inheritdoc/>
    public override JsonValue DeepClone() => this;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

    internal override void WriteTo(JsonBuffer buffer) => buffer.AppendString(Value);
}
