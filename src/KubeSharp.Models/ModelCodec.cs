using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct ModelCodec<T> : ICodec<T>
    where T : class, IJsonModel<T>
{
    public static T Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null! : T.Read(ref reader);

    public static void Write(Utf8JsonWriter writer, T value)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            value.WriteTo(writer);
    }

    public static T Copy(T value) => value?.DeepCopy()!;

    public static bool Equal(T a, T b) => a is null ? b is null : a.Equals(b);
}
