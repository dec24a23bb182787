using System.Diagnostics.CodeAnalysis;

namespace KubeSharp.ApiMachinery.Json;

/// <summary>Reads UTF-8 JSON into a document. Broken UTF-8 and lone surrogates become U+FFFD, as Go's decoder does it.</summary>
public static class JsonParser
{
    /// <summary>Parses one value; nothing but white space may follow it.</summary>
    /// <exception cref="JsonSyntaxException">The text is not JSON.</exception>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8, JsonParserOptions? options = null) =>
        TryParse(utf8, out var value, out var error, options) ? value : throw new JsonSyntaxException(error.Message, error.Offset);

    /// <summary>Parses one value from text.</summary>
    /// <exception cref="JsonSyntaxException">The text is not JSON.</exception>
    public static JsonValue Parse(string json, JsonParserOptions? options = null) =>
        Parse(System.Text.Encoding.UTF8.GetBytes(json), options);

    /// <summary>Parses one value that must be an object.</summary>
    /// <exception cref="JsonSyntaxException">The text is not a JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, JsonParserOptions? options = null) =>
        Parse(utf8, options) as JsonObject ?? throw new JsonSyntaxException("the JSON value is not an object", 0);

    /// <summary>Parses one value, or says why it cannot.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out JsonValue? value,
        [NotNullWhen(false)] out JsonSyntaxError? error,
        JsonParserOptions? options = null)
    {
        var reader = new JsonTextReader(utf8, options ?? JsonParserOptions.Default);
        value = reader.ReadDocument();
        error = value is null ? reader.Error! : null;
        return value is not null;
    }
}
