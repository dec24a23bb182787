using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct DoubleCodec : ICodec<double>
{
    public static double Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        _ => throw ModelReader.Unexpected(ref reader, "a number"),
    };

    public static void Write(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);

    public static double Copy(double value) => value;

    public static bool Equal(double a, double b) => a.Equals(b);
}
