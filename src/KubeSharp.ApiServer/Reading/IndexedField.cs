using System.Text;
using System.Text.Json;

namespace KubeSharp.ApiServer.Reading;

/// <summary>A field of a resource's objects by whose value watches are found: <c>spec.nodeName</c> of pods.</summary>
internal sealed class IndexedField
{
    private readonly byte[][] path;

    /// <param name="name">The field as selectors name it, its parts separated by dots.</param>
    public IndexedField(string name)
    {
        Name = name;
        path = [.. name.Split('.').Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The field as selectors name it.</summary>
    public string Name { get; }

    /// <summary>The value in an object's bytes; empty if there is none, or no text.</summary>
    public string Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
        if (!reader.Read()) return "";
        foreach (var part in path)
        {
            if (!Enter(ref reader, part)) return "";
        }

        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
    }

    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(member);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }

        return false;
    }
}
