using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>Encodes objects for events, without their managedFields if the policy says so. Pure.</summary>
internal static class ManagedFieldsRemoval
{
    /// <summary>The JSON of an object, a list, or a table.</summary>
    public static ReadOnlyMemory<byte> Encode(JsonObject document, bool omit) => (omit ? Without(document) : document).ToUtf8Bytes();

    private static JsonObject Without(JsonObject document)
    {
        var copy = document.ShallowClone();
        if (copy.GetObject("metadata") is { } metadata && metadata.Contains("managedFields"))
        {
            var fewer = metadata.ShallowClone();
            fewer.Remove("managedFields");
            copy.Set("metadata", fewer);
        }

        if (copy.GetArray("items") is { } items) copy.Set("items", new JsonArray(items.Select(item => item is JsonObject inner ? Without(inner) : item)));
        if (copy.GetString("kind") == "Table" && copy.GetArray("rows") is { } rows) copy.Set("rows", new JsonArray(rows.Select(Row)));
        return copy;
    }

    private static JsonValue Row(JsonValue row)
    {
        if (row is not JsonObject cells || cells.GetObject("object") is not { } inner) return row;
        var copy = cells.ShallowClone();
        copy.Set("object", Without(inner));
        return copy;
    }
}
