using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>The literal <c>null</c>.</summary>
public sealed class JsonNull : JsonValue
{
    private JsonNull()
    {
    }

    /// <summary>The only instance.</summary>
    public static JsonNull Instance { get; } = new();

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.Null;

    /// <inheritdoc/>
    public override JsonValue DeepClone() => this;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

    internal override void WriteTo(JsonBuffer buffer) => buffer.Append("null"u8);
}
