using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct ListCodec<T, TCodec> : ICodec<List<T>>
    where TCodec : ICodec<T>
{
    public static List<T> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null!;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw ModelReader.Unexpected(ref reader, "an array");
        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(TCodec.Read(ref reader));
        return list;
    }

    public static void Write(Utf8JsonWriter writer, List<T> value)
    {
        writer.WriteStartArray();
        foreach (var item in value)
            TCodec.Write(writer, item);
        writer.WriteEndArray();
    }

    public static List<T> Copy(List<T> value)
    {
        var copy = new List<T>(value.Count);
        foreach (var item in value)
            copy.Add(TCodec.Copy(item));
        return copy;
    }

    public static bool Equal(List<T> a, List<T> b) => ModelEquality.Lists<T, TCodec>(a, b);
}
