using System.Text.Json;

namespace KubeSharp.Models;

/// <summary>What every generated writer shares.</summary>
internal static class ModelWriter
{
    /// <summary>A struct of the Go model is always written; one never touched is an empty object.</summary>
    public static void Struct<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : class, IJsonModel<T>
    {
        writer.WritePropertyName(name);
        // An untouched struct may still have members that are always written.
        if (value is null)
            Empty<T>.Instance.WriteTo(writer);
        else
            value.WriteTo(writer);
    }

    public static void Always<T, TCodec>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value)
        where TCodec : ICodec<T>
    {
        writer.WritePropertyName(name);
        TCodec.Write(writer, value);
    }

    public static void OrNull<T, TCodec>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : class
        where TCodec : ICodec<T>
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            TCodec.Write(writer, value);
    }

    /// <summary>One empty instance a type, only ever written.</summary>
    private static class Empty<T>
        where T : class, IJsonModel<T>
    {
        public static readonly T Instance = Create();

        private static T Create()
        {
            var reader = new Utf8JsonReader("{}"u8);
            return T.Read(ref reader);
        }
    }
}
