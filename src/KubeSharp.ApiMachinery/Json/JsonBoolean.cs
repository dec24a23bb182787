using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class JsonBoolean : JsonValue
{
    private JsonBoolean(bool value) => Value = value;

    /// <summary>The literal <c>true</c>.</summary>
    public static JsonBoolean True { get; } = new(true);

    /// <summary>The literal <c>false</c>.</summary>
    public static JsonBoolean False { get; } = new(false);

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.Boolean;

    /// <summary>The instance for a value.</summary>
    public static JsonBoolean Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override JsonValue DeepClone() => this;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    internal override void WriteTo(JsonBuffer buffer) => buffer.Append(Value ? "true"u8 : "false"u8);
}
