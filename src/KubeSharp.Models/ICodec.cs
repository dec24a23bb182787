using System.Text.Json;

namespace KubeSharp.Models;

/// <summary>
/// Reads, writes, copies and compares values of one type. Codecs compose (a map of lists of strings), and being
/// structs with static members they cost nothing at run time.
/// </summary>
internal interface ICodec<T>
{
    /// <summary>Reads the value on whose first token the reader stands.</summary>
    static abstract T Read(ref Utf8JsonReader reader);

    static abstract void Write(Utf8JsonWriter writer, T value);

    static abstract T Copy(T value);

    static abstract bool Equal(T a, T b);
}
