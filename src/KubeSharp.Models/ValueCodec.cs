using System.Text.Json;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.Models;

internal readonly struct ValueCodec<T> : ICodec<T>
    where T : struct, IJsonValue<T>
{
    public static T Read(ref Utf8JsonReader reader) => T.Read(ref reader);

    public static void Write(Utf8JsonWriter writer, T value) => value.WriteTo(writer);

    public static T Copy(T value) => value;

    public static bool Equal(T a, T b) => a.Equals(b);
}
