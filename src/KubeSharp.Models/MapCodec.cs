using System.Text.Json;

namespace KubeSharp.Models;

/// <summary>Maps are written in the order of their keys, as Go writes them.</summary>
internal readonly struct MapCodec<T, TCodec> : ICodec<Dictionary<string, T>>
    where TCodec : ICodec<T>
{
    public static Dictionary<string, T> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null!;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw ModelReader.Unexpected(ref reader, "an object");
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            map[key] = TCodec.Read(ref reader);
        }

        return map;
    }

    public static void Write(Utf8JsonWriter writer, Dictionary<string, T> value)
    {
        writer.WriteStartObject();
        if (value.Count < 2)
        {
            foreach (var (key, item) in value)
                WriteOne(writer, key, item);
        }
        else
        {
            var keys = new string[value.Count];
            value.Keys.CopyTo(keys, 0);
            Array.Sort(keys, StringComparer.Ordinal);
            foreach (var key in keys)
                WriteOne(writer, key, value[key]);
        }

        writer.WriteEndObject();
    }

    public static Dictionary<string, T> Copy(Dictionary<string, T> value)
    {
        var copy = new Dictionary<string, T>(value.Count, StringComparer.Ordinal);
        foreach (var (key, item) in value)
            copy.Add(key, TCodec.Copy(item));
        return copy;
    }

    public static bool Equal(Dictionary<string, T> a, Dictionary<string, T> b) => ModelEquality.Maps<T, TCodec>(a, b);

    private static void WriteOne(Utf8JsonWriter writer, string key, T item)
    {
        writer.WritePropertyName(key);
        TCodec.Write(writer, item);
    }
}
