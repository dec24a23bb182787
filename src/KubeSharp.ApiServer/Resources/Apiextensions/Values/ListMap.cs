using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>The items of a list of type map by their keys. Items of the same key hide each other, the first is found.</summary>
internal sealed class ListMap
{
    private readonly Dictionary<string, JsonValue> items = new(StringComparer.Ordinal);
    private readonly SchemaNode schema;

    public ListMap(JsonArray list, SchemaNode schema)
    {
        this.schema = schema;
        foreach (var item in list)
        {
            if (item is JsonObject member) items.TryAdd(Key(member, schema).ToString(), item);
        }
    }

    /// <summary>The item with the same key, or null.</summary>
    public JsonValue? Find(JsonValue item) => item is JsonObject member ? items.GetValueOrDefault(Key(member, schema).ToString()) : null;

    /// <summary>The key of an item: its key members with their values; those that are not there get their default.</summary>
    public static JsonObject Key(JsonObject item, SchemaNode list)
    {
        var key = new JsonObject();
        foreach (var name in list.ListMapKeys)
        {
            if ((item[name] ?? list.Items?.Property(name)?.Default) is { } part) key.Set(name, part);
        }

        return key;
    }
}
