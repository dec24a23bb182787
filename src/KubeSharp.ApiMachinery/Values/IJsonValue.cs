using System.Text.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>A small immutable value with a JSON form of its own.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IJsonValue<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IJsonValue<TSelf>
{
    /// <summary>Reads the value on whose first token the reader stands.</summary>
    /// <exception cref="JsonException">The token does not hold such a value.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes the value in the form the API uses.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
