using System.Text.Json;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client;

/// <summary>Reads <c>{"metadata":{...},"items":[...]}</c> without a model of the list kind.</summary>
internal static class ListReader
{
    public static KubeList<T> Read<T>(ReadOnlySpan<byte> json)
        where T : class, IKubernetesObject<T>
    {
        var reader = new Utf8JsonReader(json);
        string resourceVersion = "";
        string? token = null;
        long? remaining = null;
        string? kind = null;
        string? apiVersion = null;
        var items = new List<T>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a list was expected");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                ReadMetadata(ref reader, ref resourceVersion, ref token, ref remaining);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Null) continue;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(T.Read(ref reader));
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                reader.Read();
                kind = reader.GetString();
            }
            else if (reader.ValueTextEquals("apiVersion"u8))
            {
                reader.Read();
                apiVersion = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        // Items of a list come without their own type; the list's name says it.
        if (kind is not null && kind.EndsWith("List", StringComparison.Ordinal) && apiVersion is not null && typeof(T) != typeof(PartialObjectMetadata))
        {
            foreach (T item in items)
            {
                item.Kind ??= kind[..^4];
                item.ApiVersion ??= apiVersion;
            }
        }

        return new KubeList<T> { ResourceVersion = resourceVersion, Continue = token, RemainingItemCount = remaining, Items = items };
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref string resourceVersion, ref string? token, ref long? remaining)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                resourceVersion = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("continue"u8))
            {
                reader.Read();
                string? value = reader.GetString();
                token = string.IsNullOrEmpty(value) ? null : value;
            }
            else if (reader.ValueTextEquals("remainingItemCount"u8))
            {
                reader.Read();
                remaining = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : null;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
