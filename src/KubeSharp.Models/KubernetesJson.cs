using System.Buffers;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.Models;

/// <summary>Typed models from and to UTF-8 JSON.</summary>
public static class KubernetesJson
{
    /// <summary>Reads a model from a whole JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a member has another type than the API gives it.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8)
        where T : class, IJsonModel<T>
    {
        var reader = new Utf8JsonReader(utf8);
        return T.Read(ref reader);
    }

    /// <summary>The model as JSON.</summary>
    public static byte[] ToUtf8Bytes<T>(T model)
        where T : class, IJsonModel<T>
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Write(model, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the model as JSON to a buffer.</summary>
    public static void Write<T>(T model, IBufferWriter<byte> output)
        where T : class, IJsonModel<T>
    {
        using var writer = new Utf8JsonWriter(output, CompactJson.Options);
        model.WriteTo(writer);
    }
}
