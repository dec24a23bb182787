using System.Text;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>
/// A node of a JSON document. Scalars are immutable and may be shared between documents; objects and arrays are mutable
/// and not safe for use by several threads while one of them writes.
/// </summary>
public abstract class JsonValue
{
    private protected JsonValue()
    {
    }

    /// <summary>What kind of value this is.</summary>
    public abstract JsonKind Kind { get; }

    /// <summary>Whether this is the literal <c>null</c>.</summary>
    public bool IsNull => Kind == JsonKind.Null;

    /// <summary>The kind as Go's JSON decoder names it in its errors: <c>bool</c>, <c>number</c>, <c>string</c>, <c>array</c>, <c>object</c>, <c>null</c>.</summary>
    public string GoKind => Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Boolean => "bool",
        JsonKind.Number => "number",
        JsonKind.String => "string",
        JsonKind.Array => "array",
        _ => "object",
    };

    /// <summary>A copy that shares no mutable part with this value.</summary>
    public abstract JsonValue DeepClone();

    /// <summary>Writes the value with the platform's writer.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    internal abstract void WriteTo(JsonBuffer buffer);

    /// <summary>Whether two values mean the same: order of members does not matter, numbers compare by value. Null references equal only each other.</summary>
    public static bool DeepEquals(JsonValue? left, JsonValue? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null || left.Kind != right.Kind) return false;
        switch (left)
        {
            case JsonString s:
                return s.Value == ((JsonString)right).Value;
            case JsonNumber n:
                return n.ValueEquals((JsonNumber)right);
            case JsonBoolean b:
                return b.Value == ((JsonBoolean)right).Value;
            case JsonArray a:
                var other = (JsonArray)right;
                if (a.Count != other.Count) return false;
                for (var i = 0; i < a.Count; i++)
                    if (!DeepEquals(a[i], other[i])) return false;
                return true;
            case JsonObject o:
                var that = (JsonObject)right;
                if (o.Count != that.Count) return false;
                for (var i = 0; i < o.Count; i++)
                {
                    // Equal documents mostly have their members in the same order.
                    var name = o.NameAt(i);
                    var counterpart = that.NameAt(i) == name ? that.ValueAt(i) : that[name];
                    if (counterpart is null || !DeepEquals(o.ValueAt(i), counterpart)) return false;
                }

                return true;
            default:
                return true;
        }
    }

    /// <summary>The value reached by following member names from here, or null where one is missing or not an object.</summary>
    public JsonValue? Find(params ReadOnlySpan<string> path)
    {
        JsonValue? current = this;
        foreach (var name in path)
        {
            if (current is not JsonObject o) return null;
            current = o[name];
        }

        return current;
    }

    /// <summary>The object at <paramref name="path"/>, or null.</summary>
    public JsonObject? FindObject(params ReadOnlySpan<string> path) => Find(path) as JsonObject;

    /// <summary>The array at <paramref name="path"/>, or null.</summary>
    public JsonArray? FindArray(params ReadOnlySpan<string> path) => Find(path) as JsonArray;

    /// <summary>The string at <paramref name="path"/>, or null.</summary>
    public string? FindString(params ReadOnlySpan<string> path) => (Find(path) as JsonString)?.Value;

    /// <summary>The value as compact UTF-8 JSON.</summary>
    public byte[] ToUtf8Bytes()
    {
        using var buffer = new JsonBuffer();
        WriteTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>Appends the value as compact UTF-8 JSON.</summary>
    public void WriteTo(System.Buffers.IBufferWriter<byte> output)
    {
        using var buffer = new JsonBuffer();
        WriteTo(buffer);
        var target = output.GetSpan(buffer.Length);
        buffer.Written.CopyTo(target);
        output.Advance(buffer.Length);
    }

    /// <summary>The value as compact JSON text.</summary>
    public sealed override string ToString()
    {
        using var buffer = new JsonBuffer();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>A string value; null stays null.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    public static implicit operator JsonValue?(string? value) => value is null ? null : new JsonString(value);

    /// <summary>A boolean value.</summary>
    public static implicit operator JsonValue(bool value) => JsonBoolean.Of(value);

    /// <summary>A number value.</summary>
    public static implicit operator JsonValue(int value) => JsonNumber.Of(value);

    /// <summary>A number value.</summary>
    public static implicit operator JsonValue(long value) => JsonNumber.Of(value);

    /// <summary>A number value.</summary>
    public static implicit operator JsonValue(double value) => JsonNumber.Of(value);
}
