using System.Text.Json;

namespace KubeSharp.Models;

/// <summary>A type that reads itself from and writes itself to UTF-8 JSON. Instances are mutable and not safe for concurrent change.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IJsonModel<TSelf>
    where TSelf : class, IJsonModel<TSelf>
{
    /// <summary>Reads one value. Unknown members are skipped; null gives an empty instance. Afterwards the reader stands on the value's last token.</summary>
    /// <param name="reader">A reader before the value or on its first token.</param>
    /// <exception cref="JsonException">The text is not JSON, or a member has another type than the API gives it.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes the value; what the Go model omits when empty is omitted.</summary>
    void WriteTo(Utf8JsonWriter writer);

    /// <summary>A copy that shares nothing mutable with this instance.</summary>
    TSelf DeepCopy();

    /// <summary>Semantic equality: an absent list, map or omittable scalar equals an empty one.</summary>
    bool Equals(TSelf? other);
}
