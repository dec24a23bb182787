using System.Collections;
using System.Text.Json;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>A mutable array of values.</summary>
public sealed class JsonArray : JsonValue, IReadOnlyList<JsonValue>
{
    private readonly List<JsonValue> items;

    /// <summary>An empty array.</summary>
    public JsonArray() => items = [];

    /// <summary>An empty array with room for <paramref name="capacity"/> items.</summary>
    public JsonArray(int capacity) => items = new List<JsonValue>(capacity);

    /// <summary>An array of these items, which are not copied.</summary>
    public JsonArray(IEnumerable<JsonValue> values) => items = [.. values];

    /// <inheritdoc/>
    public override JsonKind Kind => JsonKind.Array;

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <summary>The item at an index.</summary>
    public JsonValue this[int index]
    {
        get => items[index];
        set => items[index] = value;
    }

    /// <summary>An array of strings.</summary>
    public static JsonArray OfStrings(IEnumerable<string> values)
    {
        var array = new JsonArray();
        foreach (var value in values) array.Add(new JsonString(value));
        return array;
    }

    /// <summary>Appends an item.</summary>
    public void Add(JsonValue value) => items.Add(value);

    /// <summary>Inserts an item before the one at <paramref name="index"/>, or at the end.</summary>
    public void Insert(int index, JsonValue value) => items.Insert(index, value);

    /// <summary>Removes the item at an index.</summary>
    public void RemoveAt(int index) => items.RemoveAt(index);

    /// <summary>Removes all items that match; answers how many.</summary>
    public int RemoveAll(Predicate<JsonValue> match) => items.RemoveAll(match);

    /// <summary>Removes all items.</summary>
    public void Clear() => items.Clear();

    /// <inheritdoc/>
    public override JsonValue DeepClone() => Clone();

    /// <summary>A copy that shares no mutable part.</summary>
    public JsonArray Clone()
    {
        var copy = new JsonArray(items.Count);
        foreach (var item in items) copy.items.Add(item.DeepClone());
        return copy;
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in items) item.WriteTo(writer);
        writer.WriteEndArray();
    }

    /// <summary>Enumerates without allocating.</summary>
    public List<JsonValue>.Enumerator GetEnumerator() => items.GetEnumerator();

    IEnumerator<JsonValue> IEnumerable<JsonValue>.GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    internal override void WriteTo(JsonBuffer buffer)
    {
        buffer.Append((byte)'[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) buffer.Append((byte)',');
            items[i].WriteTo(buffer);
        }

        buffer.Append((byte)']');
    }
}
